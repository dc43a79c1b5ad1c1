import { assumedSpread, assumedWarmUpRatio } from "../slo/judge-policy.ts";
import { learnMargin, type Margin } from "../slo/learnt-margin.ts";
import { indicatorOf, type Objective } from "../slo/objective.ts";
import { kept } from "./bounded.ts";
import type { DeliveryRecord, Rollout } from "./record.ts";
import type { JudgeSettings } from "./request.ts";

/**
 * The record with what a rollout that has just succeeded teaches about equal arms. One that a person pushed on, or that
 * mended what was broken, teaches nothing: its arms may well have differed.
 */
export function withLearnt(record: DeliveryRecord, rollout: Rollout): DeliveryRecord {
  const { id: rolloutId, judge, candidate, pass, hotfix } = rollout;
  if (judge === undefined || hotfix !== undefined || pass?.by !== "judge") return record;
  const compared = Object.entries(judge.indicators).filter(
    ([, { degraded }]) => degraded.compared.candidate.requests > 0,
  );
  if (compared.length === 0) return record;
  const contrasts = Object.fromEntries(compared.map(([name, { contrast }]) => [name, contrast]));
  const line = { rolloutId, digest: candidate.digest, contrasts };
  return { ...record, learnt: [line, ...(record.learnt ?? [])].slice(0, kept.learnt) };
}

/** What was taken away after it had succeeded was no good release, so nothing is learnt from it. */
export function withoutLearnt(record: DeliveryRecord, digest: string): DeliveryRecord {
  if (record.learnt === undefined) return record;
  return { ...record, learnt: record.learnt.filter((line) => line.digest !== digest) };
}

/**
 * What the rollouts before teach about each indicator; one that has too little history is left out, and is judged as
 * declared.
 */
export function learntMargins(
  { learnt = [] }: Pick<DeliveryRecord, "learnt">,
  objectives: readonly Objective[],
  { riskRatio }: Pick<JudgeSettings, "riskRatio">,
): Record<string, Margin> {
  const declared: Margin = {
    riskRatio,
    spread: assumedSpread,
    warmUpRiskRatio: assumedWarmUpRatio,
    laterWarmUpRiskRatio: assumedWarmUpRatio,
  };
  const margins = objectives.map(indicatorOf).map((name) => {
    const past = learnt.flatMap(({ contrasts }) => contrasts[name] ?? []);
    return [name, learnMargin(past, declared)] as const;
  });
  return Object.fromEntries(margins.filter(([, margin]) => margin !== declared));
}
