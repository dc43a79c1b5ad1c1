import { assertNever } from "../errors/assert-never.ts";
import type { EnvironmentSettings, ServiceSettings } from "../manifest/manifest.ts";
import { ImageRegistry } from "../registry/index.ts";
import type { Clock, Metrics, Target } from "../rollout/ports.ts";
import { EmbeddedTarget, tidegateHome } from "../targets/embedded/index.ts";
import { createMetrics } from "./create-metrics.ts";

export interface TargetParts {
  readonly service: ServiceSettings;
  readonly settings: EnvironmentSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

/** The declared target, and where its numbers come from. Nothing is started or asked yet. */
export function createTarget(parts: TargetParts): { readonly target: Target; readonly metrics: Metrics } {
  const { service, settings, env } = parts;
  const { kind } = settings.target;
  switch (kind) {
    case "embedded": {
      const target = new EmbeddedTarget({
        home: tidegateHome(env),
        environment: settings.name,
        service: service.name,
        settings: settings.target,
        objectives: service.objectives,
        image: service.image,
        registry: ImageRegistry.fromEnvironment(env),
      });
      const { objectives, name } = service;
      const { metrics, name: environment } = settings;
      const shared = { settings: metrics, objectives, target, env, clock: parts.clock };
      return { target, metrics: createMetrics({ ...shared, service: name, environment }) };
    }
    default:
      return assertNever(kind);
  }
}
