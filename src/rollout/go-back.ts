import { isPromoted, isRestored } from "./hard-guards.ts";
import type { Rollout } from "./record.ts";
import { isOverdue, type Seen } from "./seen.ts";
import { enter, failRollout } from "./transition.ts";

/** The candidate is becoming the stable arm. It is done when the target says so, not when it was asked. */
export function stepPromoting(rollout: Rollout, { observation, nowMs }: Seen): Rollout {
  if (observation !== undefined && isPromoted(rollout, observation)) {
    return enter(rollout, "succeeded", nowMs, `${rollout.candidate.version} is the stable release`);
  }
  if (!isOverdue(rollout.deadlineMs, nowMs)) return rollout;
  const why = rollout.operation?.error ?? "the target still names another stable release";
  const text = `${rollout.candidate.version} could not be made the stable release: ${why}`;
  return failRollout(rollout, { kind: "target", text }, nowMs);
}

/**
 * Waits until the target says that the traffic is back, and has been asked to stop the candidate. Past the deadline
 * somebody must be told; trying goes on all the same.
 */
export function stepGoingBack(rollout: Rollout, { observation, nowMs }: Seen): Rollout {
  const isBack = observation !== undefined && isRestored(rollout, observation);
  const back = isBack ? nowBack(rollout, nowMs) : notBack(rollout, observation);
  if (isBack && (observation.arms.candidate === undefined || wasRestoreApplied(rollout))) return ended(back, nowMs);
  if (rollout.phase === "rollback-failed" || !isOverdue(rollout.deadlineMs, nowMs)) return back;
  const why = rollout.operation?.error ?? whyNotBack(rollout, observation);
  return enter(back, "rollback-failed", nowMs, `the traffic could not be taken back yet: ${why}; trying on`);
}

function nowBack(rollout: Rollout, nowMs: number): Rollout {
  return rollout.restoredAtMs === undefined ? { ...rollout, restoredAtMs: nowMs } : rollout;
}

/** A time of restoring that the target now contradicts was wrong. An unanswered question contradicts nothing. */
function notBack(rollout: Rollout, observation: Seen["observation"]): Rollout {
  if (observation === undefined || rollout.restoredAtMs === undefined) return rollout;
  const { restoredAtMs: _, ...rest } = rollout;
  return rest;
}

function whyNotBack(rollout: Rollout, observation: Seen["observation"]): string {
  if (observation === undefined) return "the target does not answer";
  if (observation.candidatePercent > 0) return `${observation.candidatePercent} % are still on the candidate`;
  const reason = observation.arms.stable?.notReadyReason ?? "no reason given";
  return `${rollout.stable?.version ?? "stable"} is not ready: ${reason}`;
}

function wasRestoreApplied({ operation }: Rollout): boolean {
  return operation?.effect === "restore" && operation.observedAtMs !== undefined;
}

/** `abandoned` when no request ever reached the candidate and nothing is known against it. */
function ended(rollout: Rollout, nowMs: number): Rollout {
  const kind = rollout.failure?.kind ?? "manual";
  const isUntouched = !hasReachedUsers(rollout) && !blamesCandidate(kind);
  const where = rollout.stable === undefined ? "nothing serves" : `all requests are on ${rollout.stable.version}`;
  return enter(rollout, isUntouched ? "abandoned" : "rolled-back", nowMs, where);
}

/** Whether a step has begun in which users' requests may have been answered by the candidate. */
function hasReachedUsers({ plan, stepIndex }: Rollout): boolean {
  const begun = plan.steps.slice(0, stepIndex + 1);
  return begun.some(({ candidatePercent, rules }) => candidatePercent > 0 || rules?.match !== undefined);
}

/** Whether the digest is to blame for a failure of this kind, and is refused from now on. */
export function blamesCandidate(failureKind: string): boolean {
  return failureKind === "verdict" || failureKind === "not-ready" || failureKind === "crashed";
}
