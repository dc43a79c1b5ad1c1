import { assess } from "./assessment.ts";
import { burnTiers } from "./burn-rate.ts";
import { logChangeEvidence } from "./change-test.ts";
import { burnsCold } from "./cold-burn.ts";
import { decideFailure } from "./decision.ts";
import { hardGuard } from "./hard-guard.ts";
import { type JudgePolicy, weightOf } from "./judge-policy.ts";
import type { IndicatorState, JudgeState } from "./judge-state.ts";
import { indicatorOf } from "./objective.ts";
import type { Poll } from "./poll.ts";
import { logEvidence } from "./sequential-test.ts";
import { takeReading } from "./take-reading.ts";

/**
 * Whether the candidate fails at one poll, and nothing else: what a rollout asks that goes on by the clock. The same
 * answer as the judge's, mostly without adding up any evidence. Pure.
 *
 * @param policy checked before, see `assertPolicy`
 */
export function failsAt(before: JudgeState, poll: Poll, policy: JudgePolicy): { fails: boolean; state: JudgeState } {
  const state = takeReading(before, poll, policy);
  if (hardGuard(state, poll, policy) !== undefined) return { state, fails: true };
  if (isQuiet(state, policy)) return { state, fails: false };
  const assessments = policy.objectives.flatMap((objective) => {
    const indicator = state.indicators[indicatorOf(objective)];
    return indicator === undefined ? [] : [assess(objective, indicator, poll.atMs, policy)];
  });
  return { state, fails: decideFailure(assessments, state, poll, policy) !== undefined };
}

/** The least evidence that any rule asks for. */
const leastEvidence = Math.min(...burnTiers.map(({ minEvidence }) => minEvidence));

/**
 * Whether no rule but a guard can be met: every indicator's evidence is below what a burn asks for, and all together
 * are below the limit, whose part they are at most.
 */
function isQuiet(state: JudgeState, policy: JudgePolicy): boolean {
  if (policy.gate !== "statistics" || policy.rules === 1) return false;
  let sum = 0;
  for (const objective of policy.objectives) {
    const name = indicatorOf(objective);
    const indicator = state.indicators[name];
    if (indicator === undefined || burnsCold(indicator.warmUp, objective)) return false;
    const most = mostEvidence(indicator);
    if (!(most < leastEvidence)) return false;
    sum += most * policy.alpha * weightOf(policy, name);
  }
  return sum < 0.5;
}

/** Dividing by the spread's null would only make it less; that and the windows of a burn are what takes time. */
function mostEvidence({ changed, warmUp }: IndicatorState): number {
  const isCold = warmUp.compared.candidate.requests > 0;
  return Math.max(1, Math.exp(logChangeEvidence(changed))) * (isCold ? Math.max(1, Math.exp(logEvidence(warmUp))) : 1);
}
