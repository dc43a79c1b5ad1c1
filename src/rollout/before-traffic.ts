import { describeStep } from "./describe-step.ts";
import { goForward } from "./governance/go-forward.ts";
import { hardGuard, isRouted } from "./hard-guards.ts";
import type { Rollout } from "./record.ts";
import { isOverdue, type Seen } from "./seen.ts";
import { enter, failRollout } from "./transition.ts";

export function stepAdmitted(rollout: Rollout, { nowMs }: Seen): Rollout {
  const { version } = rollout.candidate;
  return enter(rollout, "preparing", nowMs, `starting ${version} without traffic`, nowMs + rollout.plan.readyTimeoutMs);
}

/** Waits for the candidate to become ready; then the first shift may happen. */
export function stepPreparing(rollout: Rollout, seen: Seen): Rollout {
  const { observation, nowMs } = seen;
  const blind = seen.preflight ?? (seen.problem === undefined ? [] : [seen.problem]);
  const arm = observation?.arms.candidate;
  const isOurs = arm?.release.digest === rollout.candidate.digest;
  if (observation !== undefined && isOurs) {
    const failure = hardGuard(rollout, observation);
    if (failure === undefined && blind.length === 0) {
      return goForward(rollout, nowMs, () => shiftTo(rollout, 0, nowMs, `${rollout.candidate.version} is ready`));
    }
    if (failure?.kind === "crashed") return failRollout(rollout, failure, nowMs);
  }
  if (!isOverdue(rollout.deadlineMs, nowMs)) return rollout;
  const limit = `within ${rollout.plan.readyTimeoutMs / 1000} s`;
  if (isOurs && arm.ready && blind.length > 0) {
    const text = `nothing was shifted, because its requests could not be counted ${limit}: ${blind.join("; ")}`;
    return failRollout(rollout, { kind: "no-metrics", text }, nowMs);
  }
  if (isOurs) {
    const why = arm.notReadyReason ?? "the target gives no reason";
    const text = `${rollout.candidate.version} did not become ready ${limit}: ${why}`;
    return failRollout(rollout, { kind: "not-ready", text }, nowMs);
  }
  const why = rollout.operation?.error ?? "the target did not say why";
  const text = `${rollout.candidate.version} could not be started ${limit}: ${why}`;
  return failRollout(rollout, { kind: "target", text }, nowMs);
}

/** Sets out for a step; only a ready candidate or a passed step before leads here. */
export function shiftTo(rollout: Rollout, stepIndex: number, nowMs: number, why: string): Rollout {
  const next = { ...rollout, stepIndex, heldMs: 0 };
  const text = `${why}; going to ${describeStep(rollout.plan.steps[stepIndex])}`;
  return enter(next, "shifting", nowMs, text, nowMs + rollout.plan.readyTimeoutMs);
}

/** Waits until the target says that the share is what was asked for. */
export function stepShifting(rollout: Rollout, { observation, nowMs }: Seen): Rollout {
  const step = rollout.plan.steps[rollout.stepIndex];
  const failure = observation === undefined ? undefined : hardGuard(rollout, observation);
  if (failure !== undefined) return failRollout(rollout, failure, nowMs);
  if (step !== undefined && observation !== undefined && isRouted(observation, step)) {
    return enter(rollout, "settling", nowMs, `${describeStep(step)} read back`, nowMs + step.settleMs);
  }
  if (!isOverdue(rollout.deadlineMs, nowMs)) return rollout;
  const why = rollout.operation?.error ?? `it stays at ${rollout.candidatePercent} %`;
  const text = `the target did not route ${describeStep(step)} to ${rollout.candidate.version}: ${why}`;
  return failRollout(rollout, { kind: "target", text }, nowMs);
}
