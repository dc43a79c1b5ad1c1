import { driveLease } from "./lease.ts";
import type { Listener } from "./outbox.ts";
import type { DeliveryRecord } from "./record.ts";
import type { Errand } from "./request.ts";
import { announce } from "./step.ts";
import { type Failure, failRollout } from "./transition.ts";

export interface TakeOver {
  readonly errand: Errand;
  /** Why it goes back; absent when whoever takes over only looks after it. */
  readonly failure?: Failure;
  /** Also when the candidate has passed everything and is being made the stable release. */
  readonly evenPromoting: boolean;
  readonly nowMs: number;
  readonly audience: readonly Listener[];
}

/** Makes somebody else the owner of the rollout under way, and turns it round unless it is being made the stable release. */
export function takeOver(record: DeliveryRecord, options: TakeOver): DeliveryRecord {
  const { rollout } = record;
  if (rollout === undefined) return record;
  const { errand, failure, nowMs, audience } = options;
  const lease = driveLease(errand.holder, nowMs + rollout.plan.leaseMs);
  // What the actor before was allowed to do, this one is not: a larger share needs a pass of its own.
  const { pass: _, ...unearned } = rollout;
  const isFinishing = rollout.phase === "promoting" && !options.evenPromoting;
  const turned = isFinishing
    ? { ...unearned, deadlineMs: nowMs + rollout.plan.readyTimeoutMs }
    : failure === undefined
      ? unearned
      : failRollout(unearned, failure, nowMs);
  return announce({ ...record, epoch: record.epoch + 1, rollout: { ...turned, lease } }, rollout, nowMs, audience);
}
