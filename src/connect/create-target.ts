import { assertNever } from "../errors/assert-never.ts";
import type { EnvironmentSettings, ServiceSettings } from "../manifest/manifest.ts";
import { PrometheusTextMetrics, TargetMetrics } from "../metrics/index.ts";
import { ImageRegistry } from "../registry/index.ts";
import type { Clock, Metrics, Target } from "../rollout/ports.ts";
import { EmbeddedTarget, tidegateHome } from "../targets/embedded/index.ts";

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
      return { target, metrics: createMetrics(parts, target) };
    }
    default:
      return assertNever(kind);
  }
}

function createMetrics({ service, settings, clock }: TargetParts, target: EmbeddedTarget): Metrics {
  const { objectives } = service;
  const { metrics } = settings;
  switch (metrics.kind) {
    case "target":
      return new TargetMetrics(target, objectives, clock);
    case "prometheus-text":
      return new PrometheusTextMetrics({ url: metrics.url, objectives, clock });
    default:
      return assertNever(metrics);
  }
}
