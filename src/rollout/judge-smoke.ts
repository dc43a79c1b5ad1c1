import type { CounterMark } from "../slo/counter.ts";
import { increment } from "../slo/counter.ts";
import type { Counts, MetricsSample } from "../slo/counts.ts";
import type { Verdict } from "../slo/verdict.ts";
import type { Probes } from "./traffic-rules.ts";

/** So many failed probes and the candidate is broken; fewer are no proof of that, and no pass either. */
const maxFailedProbes = 3;
/** How often each path must have been answered. */
const minRounds = 3;

/** What the candidate answered to the probes of a step. */
export interface SmokeCount extends Counts {
  readonly mark?: CounterMark;
}

export const noSmoke: SmokeCount = { requests: 0, failures: 0 };

/** Adds the probes that a sample counts. A sample that makes no sense adds nothing, and so no pass. */
export function countSmoke(before: SmokeCount, { atMs, probes = {} }: MetricsSample): SmokeCount {
  const read = increment(before.mark, { atMs, arms: probes }, ["errors"]);
  if (read.kind === "first") return { ...before, mark: read.mark };
  const tick = read.kind === "tick" ? read.ticks.errors?.candidate : undefined;
  if (read.kind !== "tick" || tick === undefined) return before;
  return {
    requests: before.requests + tick.requests,
    failures: before.failures + tick.failures,
    mark: read.mark,
  };
}

/**
 * The verdict of a smoke gate: what the guards say, but no pass before each path was answered well three times, and a
 * fail at three bad answers.
 */
export function judgeSmoke(guards: Verdict, { requests, failures }: SmokeCount, { paths }: Probes): Verdict {
  if (failures >= maxFailedProbes) {
    const summary = `the candidate answered ${failures} of ${requests} probes badly (${paths.join(", ")})`;
    return { kind: "fail", evidence: { ...guards.evidence, summary } };
  }
  if (guards.kind !== "pass") return guards;
  const needed = minRounds * paths.length;
  if (failures === 0 && requests >= needed) {
    const summary = `${requests} probes answered well; ${guards.evidence.summary}`;
    return { kind: "pass", evidence: { ...guards.evidence, summary } };
  }
  const summary =
    failures > 0 ? `${failures} of ${requests} probes answered badly` : `${requests} of ${needed} probes answered`;
  return { kind: "continue", evidence: { ...guards.evidence, summary } };
}
