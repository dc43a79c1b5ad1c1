import { isAtRest } from "./phase.ts";
import type { DeliveryRecord } from "./record.ts";
import { isPastReturn } from "./reversibility.ts";
import { failRollout } from "./transition.ts";

/**
 * The dead man's switch, for the target to call by itself: nobody has renewed the lease of the rollout under way, so
 * the traffic goes back to stable. Pure. Returns `undefined` when there is nothing to do.
 *
 * The caller first applies the effect `{ kind: "restore", stable: record.rollout.stable }` to itself, and stores the
 * returned record once all requests are on stable; if that fails it stores nothing and calls again later. The returned
 * record has a higher epoch (the late actor is fenced), no lease (so this happens once), and is left in `rolling-back`
 * for `reconcile` to read back, finish and tell.
 *
 * A rollout in `promoting` is left alone: it has passed every step and the bake, all requests are on it, and going
 * forward is as safe as going back. `reconcile` finishes it. So is one that cannot be taken back any more: `reconcile`
 * freezes it and tells people. A long bake that nobody attends is left alone until its own, much later, time; then its
 * lease says whether the traffic goes back or stays.
 */
export function expireLease(record: DeliveryRecord, nowMs: number): DeliveryRecord | undefined {
  const { rollout } = record;
  if (rollout?.lease === undefined || isAtRest(rollout.phase) || rollout.phase === "promoting") return undefined;
  const { lease: over } = rollout;
  if (over.untilMs > nowMs || isPastReturn(rollout)) return undefined;
  if (over.mode === "unattended" && over.onExpiry === "keep") return undefined;
  const text =
    over.mode === "unattended"
      ? "nobody finished the bake in time; the target took the traffic back by itself"
      : `${over.holder} stopped renewing its lease; the target took the traffic back by itself`;
  const failed = failRollout(rollout, { kind: "lease-expired", text }, nowMs);
  const restoredAtMs = rollout.restoredAtMs ?? nowMs;
  const { lease: _, ...withoutLease } = { ...failed, candidatePercent: 0, restoredAtMs };
  return { ...record, epoch: record.epoch + 1, rollout: withoutLease };
}
