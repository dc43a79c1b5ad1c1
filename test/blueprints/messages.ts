import type { Problem } from "../../blueprints/configuration-problem.ts";
import { formatPath } from "../../blueprints/configuration-problem.ts";
import { type ContainerServiceOptions, embedded, environment } from "../../blueprints/index.ts";
import { normaliseContainerService } from "../../blueprints/normalise-container-service.ts";
import { parseContainerService } from "../../blueprints/parse-container-service.ts";
import { checkContainerService } from "../../blueprints/rules/check-container-service.ts";
import type { RepositoryFiles } from "../../blueprints/rules/rule.ts";
import { serviceOptions } from "./service-options.ts";

export const files: RepositoryFiles = {
  isDirectory: (path) => path === "." || path === "services/info",
  read: (path) => (path.endsWith("Dockerfile") ? "FROM scratch\nEXPOSE 5555/tcp 9090\n" : undefined),
};

/** Options as a JavaScript user may write them, unchecked by the compiler. */
export type Loose = { readonly [Name in keyof ContainerServiceOptions]?: unknown };

export function messages(changes: Loose, severity = "error", repository = files): readonly string[] {
  const { options, problems } = parseContainerService({ ...serviceOptions(), ...changes });
  const service = options && normaliseContainerService(options);
  const findings = options && service ? checkContainerService({ options, service, files: repository }) : [];
  const found: readonly Problem[] = findings.filter((finding) => finding.severity === severity);
  return [...(severity === "error" ? problems : []), ...found].map(
    ({ path, message }) => `${formatPath(path)}: ${message}`,
  );
}

export const target = embedded();
// What TypeScript would refuse, for users without it.
export const loosely = <T>(value: unknown) => value as T;
export const weekend = { name: "weekend", timeZone: "Europe/Berlin", from: "fri 16:00", to: "mon 08:00" } as const;
export const dev = (options: object) => ({ environments: [environment("dev", loosely({ target, ...options }))] });
