import { isTerminal } from "./phase.ts";
import type { DeliveryRecord, Rollout } from "./record.ts";
import type { Errand } from "./request.ts";

/** A lease is renewed once this share of it is used up. */
const renewAfterRatio = 1 / 3;

export function renewalDueMs(leaseMs: number): number {
  return leaseMs * renewAfterRatio;
}

/** Extends the lease when its renewal is due; a rollout that has ended needs none. */
export function keepLease(record: DeliveryRecord, holder: string, nowMs: number): DeliveryRecord {
  const { rollout } = record;
  if (rollout === undefined || isTerminal(rollout.phase)) return record;
  const { leaseMs } = rollout.plan;
  const leftMs = rollout.lease?.holder === holder ? rollout.lease.untilMs - nowMs : 0;
  if (leftMs > leaseMs - renewalDueMs(leaseMs)) return record;
  return { ...record, rollout: { ...rollout, lease: { holder, untilMs: nowMs + leaseMs } } };
}

/**
 * Lets the lease end now. It stays in the record: a lease that has run out is what makes the target take the traffic
 * back, and one that is not there is nobody's.
 */
export function endLease(record: DeliveryRecord, nowMs: number): DeliveryRecord {
  const { rollout } = record;
  if (rollout?.lease === undefined || rollout.lease.untilMs <= nowMs) return record;
  return { ...record, rollout: { ...rollout, lease: { ...rollout.lease, untilMs: nowMs } } };
}

/** Whether somebody is believed to drive the rollout. */
export function isDriven(record: DeliveryRecord, nowMs: number): boolean {
  const lease = record.rollout?.lease;
  return lease !== undefined && nowMs < lease.untilMs;
}

/**
 * Whether the rollout was begun by this very actor, or by an earlier job or attempt of the same run. Those do not run
 * any more when a later one asks, so their lease need not be waited for.
 */
export function isOwnRun({ lease, runUrl }: Rollout, errand: Pick<Errand, "holder" | "runUrl">): boolean {
  return lease?.holder === errand.holder || (runUrl !== undefined && runUrl === errand.runUrl);
}
