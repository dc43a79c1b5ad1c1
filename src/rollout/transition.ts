import { withLine } from "./bounded.ts";
import { isGoingBack, type Phase } from "./phase.ts";
import type { Rollout } from "./record.ts";
import { isPastReturn } from "./reversibility.ts";

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
  | "routing"
  | "no-metrics"
  | "target"
  | "drift"
  | "cancelled"
  | "lease-expired"
  | "superseded"
  | "freeze"
  | "ended"
  | "manual";

export interface Failure {
  readonly kind: FailureKind;
  /** One sentence for people. */
  readonly text: string;
}

/** Moves a rollout into a phase, with its absolute deadline and a line of its story. */
export function enter(rollout: Rollout, phase: Phase, nowMs: number, text: string, deadlineMs?: number): Rollout {
  const { deadlineMs: _, ...rest } = rollout;
  const entered: Rollout = {
    ...rest,
    phase,
    phaseSinceMs: nowMs,
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  };
  return withLine(entered, { atMs: nowMs, phase, candidatePercent: rollout.candidatePercent, text });
}

/**
 * Starts going back. The first cause stays: a rollout that is going back already keeps its failure, its phase and its
 * deadline. One that cannot be taken back any more is frozen instead, unless a person wants it back all the same.
 */
export function failRollout(rollout: Rollout, failure: Failure, nowMs: number): Rollout {
  if (isGoingBack(rollout.phase)) return rollout;
  const { hold: _, pause: __, pass: ___, ...rest } = rollout;
  if (isPastReturn(rollout) && failure.kind !== "manual") {
    if (rollout.phase === "frozen") return rollout;
    const text = `${failure.text}; it cannot be taken back, so ${rollout.candidatePercent} % stay on it until a person decides`;
    return enter({ ...rest, failure: { ...failure, atMs: nowMs } }, "frozen", nowMs, text);
  }
  const failed = { ...rest, failure: rollout.failure ?? { ...failure, atMs: nowMs } };
  return enter(failed, "rolling-back", nowMs, failure.text, nowMs + rollout.plan.readyTimeoutMs);
}
