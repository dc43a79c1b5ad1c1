import { type CounterMark, increment, type Ticks } from "../slo/counter.ts";
import type { Arm, MetricsSample } from "../slo/counts.ts";
import { indicatorOf, type Objective } from "../slo/objective.ts";
import type { Rollout } from "./record.ts";

type Served = NonNullable<Rollout["served"]>;

/** Adds what was served since the last sample it was given to what is known. */
export type Tally = (sample: MetricsSample, before: Served | undefined) => Served | undefined;

/**
 * Counts what each arm served since the first look, over all steps and the time between them. For people and reports;
 * nothing is decided by it, so a sample that makes no sense is left out.
 */
export function createTally(objectives: readonly Objective[]): Tally {
  const indicators = objectives.length === 0 ? ["errors"] : objectives.map(indicatorOf);
  let mark: CounterMark | undefined;
  return (sample, before) => {
    const read = increment(mark, sample, indicators);
    if (read.kind === "first" || read.kind === "tick") mark = read.mark;
    if (read.kind !== "tick") return before;
    return { stable: added("stable", read.ticks, before), candidate: added("candidate", read.ticks, before) };
  };
}

function added(arm: Arm, ticks: Ticks, before: Served | undefined): Served[Arm] {
  const ofArm = Object.entries(ticks).map(([name, tick]) => [name, tick[arm]] as const);
  const first = ofArm[0]?.[1] ?? { requests: 0, failures: 0 };
  const earlier = before?.[arm];
  return {
    requests: (earlier?.requests ?? 0) + first.requests,
    failures: (earlier?.failures ?? 0) + first.failures,
    bad: Object.fromEntries(ofArm.map(([name, { failures }]) => [name, (earlier?.bad?.[name] ?? 0) + failures])),
  };
}
