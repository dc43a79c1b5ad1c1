import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  isTerminal
} from "./shared-7.mjs";

// src/rollout/transition.ts
function enter(rollout, phase, nowMs, text, deadlineMs) {
  const { deadlineMs: _, ...rest } = rollout;
  return {
    ...rest,
    phase,
    phaseSinceMs: nowMs,
    ...deadlineMs === void 0 ? {} : { deadlineMs },
    timeline: [...rollout.timeline, { atMs: nowMs, phase, candidatePercent: rollout.candidatePercent, text }]
  };
}
function failRollout(rollout, failure, nowMs) {
  if (rollout.phase === "rolling-back" || rollout.phase === "rollback-failed") return rollout;
  const { hold: _, ...rest } = rollout;
  const failed = { ...rest, failure: { ...failure, atMs: nowMs } };
  return enter(failed, "rolling-back", nowMs, failure.text, nowMs + rollout.plan.readyTimeoutMs);
}

// src/rollout/expire-lease.ts
function expireLease(record, nowMs) {
  const { rollout } = record;
  if (rollout?.lease === void 0 || isTerminal(rollout.phase) || rollout.phase === "promoting") return void 0;
  if (rollout.lease.untilMs > nowMs) return void 0;
  const text = `${rollout.lease.holder} stopped renewing its lease; the target took the traffic back by itself`;
  const failed = failRollout(rollout, { kind: "lease-expired", text }, nowMs);
  const restoredAtMs = rollout.restoredAtMs ?? nowMs;
  const { lease: _, ...withoutLease } = { ...failed, candidatePercent: 0, restoredAtMs };
  return { ...record, epoch: record.epoch + 1, rollout: withoutLease };
}

export {
  enter,
  failRollout,
  expireLease
};
