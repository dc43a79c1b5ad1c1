import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

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

export {
  enter,
  failRollout
};
