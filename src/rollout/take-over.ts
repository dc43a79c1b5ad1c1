import type { Listener } from "./outbox.ts";
import type { DeliveryRecord } from "./record.ts";
import type { Errand } from "./request.ts";
import { announce } from "./step.ts";
import { type Failure, failRollout } from "./transition.ts";

export interface TakeOver {
  readonly errand: Errand;
  readonly failure: Failure;
  /** Also when the candidate has passed everything and is being made the stable release. */
  readonly evenPromoting: boolean;
  readonly nowMs: number;
  readonly audience: readonly Listener[];
}

/** Makes somebody else the owner of the rollout under way, and turns it round unless it is past the point of no return. */
export function takeOver(record: DeliveryRecord, options: TakeOver): DeliveryRecord {
  const { rollout } = record;
  if (rollout === undefined) return record;
  const { errand, failure, nowMs, audience } = options;
  const lease = { holder: errand.holder, untilMs: nowMs + rollout.plan.leaseMs };
  const isFinishing = rollout.phase === "promoting" && !options.evenPromoting;
  const turned = isFinishing
    ? { ...rollout, deadlineMs: nowMs + rollout.plan.readyTimeoutMs }
    : failRollout(rollout, failure, nowMs);
  return announce({ ...record, epoch: record.epoch + 1, rollout: { ...turned, lease } }, rollout, nowMs, audience);
}
