import { effectFor } from "./effect-for.ts";
import { keepLease } from "./lease.ts";
import { withIntent, withObserved } from "./operation.ts";
import type { Listener } from "./outbox.ts";
import type { Effect } from "./ports.ts";
import type { DeliveryRecord } from "./record.ts";
import type { Seen } from "./seen.ts";
import { step } from "./step.ts";

/** Who takes the turn, and whom it tells. */
export interface Turner {
  readonly holder: string;
  readonly audience: readonly Listener[];
  /** The operation that the target has accepted last. */
  readonly appliedKey?: string | undefined;
}

export interface Turned {
  /** What is to be stored before the effect is done: the decision, and the intent. The same object when nothing is new. */
  readonly record: DeliveryRecord;
  /** What the target is to be asked for then; `undefined` when it is as it should be, or gave no answer. */
  readonly effect?: Effect;
}

/**
 * Reconciles once: from the record, what was read back, and the time, to what is to be stored and what is to be done, as
 * data. Everybody who acts does it by this function: the engine of a rollout, the rollback job, the watchdog. Pure; and
 * idempotent: the same look at what it has stored asks for the same effect again and stores nothing new.
 */
export function turn(record: DeliveryRecord, seen: Seen, { holder, audience, appliedKey }: Turner): Turned {
  const { observation, nowMs } = seen;
  const acknowledged = observation === undefined ? record : withObserved(record, appliedKey, nowMs);
  const next = step(acknowledged, seen, audience);
  const { rollout } = next;
  const effect = observation === undefined || rollout === undefined ? undefined : effectFor(rollout, observation);
  const stored = keepLease(withIntent(next, effect, nowMs), holder, nowMs);
  return { record: stored, ...(effect === undefined ? {} : { effect }) };
}

export type Turn = typeof turn;
