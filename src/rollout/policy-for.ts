import { type JudgePolicy, judgePolicy } from "../slo/judge-policy.ts";
import type { StepToJudge, ToJudge } from "./judged-step.ts";
import type { Rollout } from "./record.ts";
import type { RolloutRequest } from "./request.ts";

export type JudgedRequest = Pick<RolloutRequest, "plan" | "objectives" | "judge">;

/**
 * How a step is judged, its warm-up included. A smoke gate is the guards' and the probes' together.
 *
 * @param margins what earlier rollouts here taught, by indicator
 * @throws TidegateError `invalid-configuration` when the judge could not work like that
 */
export function policyFor(
  { objectives, judge: settings, plan }: JudgedRequest,
  step: StepToJudge,
  margins: NonNullable<Rollout["margins"]> = {},
): JudgePolicy {
  const { gate, settleMs, observeMs, maxObserveMs } = step;
  return judgePolicy({
    objectives,
    settings,
    step: {
      gate: gate === "smoke" ? "guards" : gate,
      observeMs: settleMs + observeMs,
      maxObserveMs: settleMs + maxObserveMs,
    },
    pollMs: plan.pollMs,
    warmUpMs: settleMs,
    askedShare: askedShareOf(step),
    margins,
  });
}

/**
 * The share that the counted requests must have, 0..1. Only where the target splits by request: users differ in how much
 * they ask for, and copies are left out when there are too many.
 */
function askedShareOf({ candidatePercent, gate, rules }: StepToJudge): number | undefined {
  const { match, sticky, mirrorPercent } = rules ?? {};
  const isSplit = match === undefined && sticky === undefined && mirrorPercent === undefined;
  if (gate !== "statistics" || !isSplit || candidatePercent <= 0 || candidatePercent >= 100) return undefined;
  return candidatePercent / 100;
}

/** Time held is not time judged: the judge's limit is the rollout's deadline, which moves with it. */
export function policyUntil(
  request: JudgedRequest,
  { step, isSettling }: ToJudge,
  { deadlineMs, margins }: Rollout,
  startedAtMs: number,
): JudgePolicy {
  if (isSettling) return policyFor(request, step, margins);
  const untilDeadlineMs = Math.round((deadlineMs ?? 0) - startedAtMs);
  const maxObserveMs = Math.max(step.observeMs, untilDeadlineMs - step.settleMs);
  return policyFor(request, { ...step, maxObserveMs }, margins);
}
