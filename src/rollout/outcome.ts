import type { Rollout } from "./record.ts";

/** Why a rollout was not even started. */
export type Refusal =
  | "quarantined"
  | "already-live"
  | "older-than-live"
  | "in-progress"
  | "unsupported"
  | "cancelled"
  | "freeze"
  | "error-budget"
  | "not-in-record"
  /** Of a wave, an earlier region does not have the release. */
  | "out-of-order"
  /** What a wave has brought stays, and nobody but a person can say what becomes of it. */
  | "needs-decision";

/** How a call of the engine ended. Only `succeeded` is good news. */
export interface Outcome {
  readonly kind:
    | "succeeded"
    | "rolled-back"
    /** Traffic may still be on the candidate; reconcile goes on trying. */
    | "rollback-failed"
    /** All requests are on the candidate, and a long bake goes on without this actor; reconcile finishes it. */
    | "baking"
    /** It cannot be taken back and has failed: the share stays, and a person decides. */
    | "frozen"
    /** Ended before any request reached the candidate, and cleaned up. */
    | "abandoned"
    /** Not started; `refusal` says why in one word. */
    | "refused"
    /** Somebody with a newer epoch took over, or the target stopped answering; this actor touched nothing more. */
    | "lost";
  /** One sentence for a tired human. */
  readonly message: string;
  readonly refusal?: Refusal;
  /** The rollout as last written or read. */
  readonly rollout?: Rollout;
  /** What could not be told to whom, one line each; empty when everybody knows. */
  readonly undelivered: readonly string[];
}

/** Reconcile found nothing that it should change. */
export interface Unchanged {
  readonly kind: "nothing-to-do" | "in-progress";
  readonly message: string;
  readonly rollout?: Rollout;
  readonly undelivered: readonly string[];
}
