import { increment, type Ticks } from "../slo/counter.ts";
import type { Arm, MetricsSample } from "../slo/counts.ts";
import { type IndicatorName, indicatorOf, type Objective } from "../slo/objective.ts";
import { isRestored } from "./hard-guards.ts";
import type { Observation } from "./ports.ts";
import type { Rollout } from "./record.ts";

type Served = NonNullable<Rollout["served"]>;
type Counted = Pick<Rollout, "served" | "counted">;

/** Whether what the arms serve now is to be counted: the candidate may serve, or has just stopped to. */
export function isCounting(rollout: Rollout, observation: Observation): boolean {
  if (rollout.plan.strategy === "restore" || rollout.stepIndex < 0) return false;
  const isGoingBack = rollout.phase === "rolling-back" || rollout.phase === "rollback-failed";
  return isGoingBack ? isRestored(rollout, observation) : rollout.phase !== "promoting";
}

/**
 * Counts what each arm served since the first look, over all steps and the time between them. For people and reports;
 * nothing is decided by it, so a sample that makes no sense is left out.
 *
 * @returns what the rollout says from now on; empty when the sample adds nothing
 */
export function countServed(rollout: Counted, sample: MetricsSample, indicators: readonly IndicatorName[]): Counted {
  const read = increment(rollout.counted, sample, indicators);
  if (read.kind === "first") return { counted: read.mark };
  if (read.kind !== "tick") return {};
  const { served } = rollout;
  const next = { stable: added("stable", read.ticks, served), candidate: added("candidate", read.ticks, served) };
  return { counted: read.mark, served: next };
}

/** What is counted: by the objectives, or, for an actor that does not know them, as it was counted before. */
export function countedIndicators(objectives: readonly Objective[], served?: Rollout["served"]): IndicatorName[] {
  const declared = objectives.map(indicatorOf);
  const names = declared.length > 0 ? declared : Object.keys(served?.candidate.bad ?? {});
  return names.length > 0 ? names : ["errors"];
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
