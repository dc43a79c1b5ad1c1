import type { Verdict } from "../slo/verdict.ts";
import { type Assess, lastLookMs } from "./assess.ts";
import { countedIndicators, countServed, isCounting } from "./count-served.ts";
import { readMetrics } from "./read-metrics.ts";
import type { EnginePorts } from "./request.ts";

const ready: Verdict = { kind: "pass", evidence: { summary: "ready", indicators: [] } };

/**
 * The opinion of whoever brings a release back: readiness, read back from the target, is enough. Once the traffic is
 * back the counters are read if they answer at once, so that the report says what was served until then; nothing
 * depends on them.
 */
export function createReadinessAssess({ metrics, clock }: EnginePorts): Assess {
  return async (rollout, observation) => {
    if (!isCounting(rollout, observation)) return { verdict: ready };
    const reading = await readMetrics(metrics, clock, lastLookMs / 2);
    if (reading.kind !== "sample") return { verdict: ready };
    return { verdict: ready, ...countServed(rollout, reading.sample, countedIndicators([], rollout.served)) };
  };
}
