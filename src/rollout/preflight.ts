import { checkInstrumentation } from "../slo/check-instrumentation.ts";
import type { MetricsSample } from "../slo/counts.ts";
import { indicatorOf } from "../slo/objective.ts";
import { readMetrics } from "./read-metrics.ts";
import type { Rollout } from "./record.ts";
import type { EnginePorts, RolloutRequest } from "./request.ts";

/**
 * What is wrong with the metrics, as far as the looks up to now tell; empty when nothing is.
 *
 * @param limitMs how long they may take
 */
export type Preflight = (rollout: Rollout, limitMs: number) => Promise<readonly string[]>;

/**
 * Looks at the metrics while the candidate is being prepared. A step that is judged by counted requests must not begin
 * while nobody counts: until that was noticed, its users alone would see what is wrong. Whether the candidate is
 * counted too can only be seen once it gets requests: see `createCheckCounted`.
 */
export function createPreflight(
  { objectives }: Pick<RolloutRequest, "objectives">,
  { metrics, clock }: Pick<EnginePorts, "metrics" | "clock">,
): Preflight {
  const indicators = [...new Set(["errors", ...objectives.map(indicatorOf)])];
  let before: MetricsSample | undefined;

  return async (rollout, limitMs) => {
    // On a first deployment there is nobody to be counted yet.
    if (rollout.plan.steps[0]?.gate !== "statistics" || rollout.stable === undefined) return [];
    const reading = await readMetrics(metrics, clock, limitMs);
    if (reading.kind !== "sample") return [reading.kind === "none" ? "no metrics are configured" : reading.message];
    const first = before;
    before ??= reading.sample;
    if (first === undefined) return ["the counters were looked at only once"];
    // How much stable was asked meanwhile, nobody knows; that it is counted at all is what matters.
    return checkInstrumentation({ before: first, after: reading.sample, sent: { stable: 0 }, indicators });
  };
}
