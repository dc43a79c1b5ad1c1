import { isAtRest } from "./phase.ts";
import type { DeliveryRecord, Lease, Rollout } from "./record.ts";
import type { Errand } from "./request.ts";

/** A bake that is longer need not keep an engine waiting. */
export const longestAttendedBakeMs = 15 * 60_000;
/** How long after the end of an unattended bake somebody may take to finish it. */
const graceMs = 15 * 60_000;

/** A lease is renewed once this share of it is used up. */
const renewAfterRatio = 1 / 3;

export function renewalDueMs(leaseMs: number): number {
  return leaseMs * renewAfterRatio;
}

/** Extends the lease when its renewal is due; a rollout that has ended needs none, and one left alone on purpose has its own. */
export function keepLease(record: DeliveryRecord, holder: string, nowMs: number): DeliveryRecord {
  const { rollout } = record;
  if (rollout === undefined || isAtRest(rollout.phase) || isUnattended(rollout)) return record;
  const { leaseMs } = rollout.plan;
  const leftMs = rollout.lease?.holder === holder ? rollout.lease.untilMs - nowMs : 0;
  if (leftMs > leaseMs - renewalDueMs(leaseMs)) return record;
  return { ...record, rollout: { ...rollout, lease: driveLease(holder, nowMs + leaseMs) } };
}

export function driveLease(holder: string, untilMs: number): Lease {
  return { mode: "drive", holder, untilMs };
}

/** Whether nobody drives it on purpose: a long bake, or a test that waits for its end, goes on by itself. */
export function isUnattended({ phase, lease }: Rollout): boolean {
  return (phase === "baking" || phase === "observing") && lease?.mode === "unattended";
}

/** The lease of a long bake or test that has just begun, or goes on; empty when the engine stays. */
export function releasedLease(rollout: Rollout): { lease?: Lease } {
  const { deadlineMs, lease, governance } = rollout;
  if (governance.longBake === "attended" || !isLong(rollout) || deadlineMs === undefined) return {};
  // A bake has passed every step; a test has not, so it never stays by itself.
  const onExpiry = rollout.phase === "baking" ? governance.longBake : "rollback";
  return { lease: { mode: "unattended", holder: lease?.holder ?? "nobody", untilMs: deadlineMs + graceMs, onExpiry } };
}

/** Whether the phase at hand need not keep an engine waiting. */
function isLong({ phase, phaseSinceMs, deadlineMs, plan, stepIndex, hotfix }: Rollout): boolean {
  if (phase === "baking") return plan.bakeMs > longestAttendedBakeMs && hotfix === undefined;
  const isTest = phase === "observing" && plan.steps[stepIndex]?.end !== undefined;
  return isTest && deadlineMs !== undefined && deadlineMs - phaseSinceMs > longestAttendedBakeMs;
}

/**
 * Lets the lease end now. It stays in the record: a lease that has run out is what makes the target take the traffic
 * back, and one that is not there is nobody's.
 */
export function endLease(record: DeliveryRecord, nowMs: number): DeliveryRecord {
  const { rollout } = record;
  if (rollout?.lease === undefined || rollout.lease.untilMs <= nowMs || isUnattended(rollout)) return record;
  return { ...record, rollout: { ...rollout, lease: { ...rollout.lease, untilMs: nowMs } } };
}

/** Whether somebody is believed to drive the rollout. */
export function isDriven(record: DeliveryRecord, nowMs: number): boolean {
  const lease = record.rollout?.lease;
  return lease?.mode === "drive" && nowMs < lease.untilMs;
}

/**
 * Whether the rollout was begun by this very actor, or by an earlier job or attempt of the same run. Those do not run
 * any more when a later one asks, so their lease need not be waited for.
 */
export function isOwnRun({ lease, runUrl }: Rollout, errand: Pick<Errand, "holder" | "runUrl">): boolean {
  return lease?.holder === errand.holder || (runUrl !== undefined && runUrl === errand.runUrl);
}
