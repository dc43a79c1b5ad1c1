import { availability, type ContainerServiceOptions, embedded, environment, node } from "../../blueprints/index.ts";

type Names = "dev" | "staging" | "production";

/** Options that are right, to be made wrong one at a time. */
export function serviceOptions(changes: Partial<ContainerServiceOptions<Names>> = {}): ContainerServiceOptions<Names> {
  return {
    service: "info",
    toolchain: node(),
    image: { registry: "ghcr.io/acme", port: 5555 },
    objectives: [availability("99.9%")],
    environments: [
      environment("dev", { target: embedded() }),
      environment("staging", { target: embedded() }),
      environment("production", { target: embedded() }),
    ],
    ...changes,
  };
}
