import type { Assessment } from "./assess.ts";
import type { Observation } from "./ports.ts";

/** What was found out at one poll. Without a verdict in a judged phase the rollout holds. */
export interface Seen extends Assessment {
  readonly nowMs: number;
  /** Absent when the target did not answer: nothing may be concluded then, only deadlines count. */
  readonly observation?: Observation;
}

/** The same beside the epoch of the record that it is held against. */
export interface SeenAt extends Seen {
  readonly epoch: number;
}

/** A rollout whose phase has none, or not a number, is overdue: nothing waits for ever. */
export function isOverdue(deadlineMs: number | undefined, nowMs: number): boolean {
  return !(deadlineMs !== undefined && nowMs < deadlineMs);
}
