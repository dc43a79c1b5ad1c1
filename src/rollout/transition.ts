import type { Phase } from "./phase.ts";
import type { Rollout } from "./record.ts";

/**
 * Why a rollout goes back. `verdict`, `not-ready` and `crashed` are the candidate's fault and quarantine its digest;
 * the others say nothing about it.
 */
export type FailureKind =
  | "verdict"
  | "not-ready"
  | "crashed"
  | "inconclusive"
  | "no-traffic"
  | "shared-cause"
  | "no-metrics"
  | "target"
  | "drift"
  | "ended"
  | "cancelled"
  | "lease-expired"
  | "manual";

export interface Failure {
  readonly kind: FailureKind;
  /** One sentence for people. */
  readonly text: string;
}

/** Moves a rollout into a phase, with its absolute deadline and a line of its story. */
export function enter(rollout: Rollout, phase: Phase, nowMs: number, text: string, deadlineMs?: number): Rollout {
  const { deadlineMs: _, ...rest } = rollout;
  return {
    ...rest,
    phase,
    phaseSinceMs: nowMs,
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    timeline: [...rollout.timeline, { atMs: nowMs, phase, candidatePercent: rollout.candidatePercent, text }],
  };
}

/**
 * Starts going back. The first cause stays: a rollout that is going back already keeps its failure, its phase and its
 * deadline.
 */
export function failRollout(rollout: Rollout, failure: Failure, nowMs: number): Rollout {
  if (rollout.phase === "rolling-back" || rollout.phase === "rollback-failed") return rollout;
  const { hold: _, ...rest } = rollout;
  const failed = { ...rest, failure: { ...failure, atMs: nowMs } };
  return enter(failed, "rolling-back", nowMs, failure.text, nowMs + rollout.plan.readyTimeoutMs);
}
