import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  isGoingBack
} from "./shared-5.mjs";

// src/rollout/bounded.ts
var kept = {
  releases: 10,
  rollouts: 20,
  quarantine: 200,
  audit: 100,
  commands: 20,
  outbox: 100,
  learnt: 50,
  /** The first lines say how it began; they stay, and what is trimmed is in between. */
  timelineStart: 20,
  timelineEnd: 180
};
var noticeLifeMs = 7 * 864e5;
function boundedTimeline(timeline) {
  const { timelineStart, timelineEnd } = kept;
  if (timeline.length <= timelineStart + timelineEnd) return [...timeline];
  return [...timeline.slice(0, timelineStart), ...timeline.slice(-timelineEnd)];
}
function bounded(record) {
  const isFine = record.quarantine.length <= kept.quarantine && record.audit.length <= kept.audit && record.outbox.length <= kept.outbox && record.commands.length <= kept.commands;
  if (isFine) return record;
  return {
    ...record,
    quarantine: record.quarantine.slice(0, kept.quarantine),
    audit: record.audit.slice(0, kept.audit),
    commands: record.commands.slice(-kept.commands),
    outbox: boundedOutbox(record.outbox)
  };
}
function boundedOutbox(outbox) {
  const lasting = outbox.filter(({ notice }) => notice.kind !== "progress");
  return lasting.slice(-kept.outbox);
}
function withoutStaleNotices(record, nowMs) {
  const fresh = record.outbox.filter(({ notice }) => notice.atMs + noticeLifeMs > nowMs);
  return fresh.length === record.outbox.length ? record : { ...record, outbox: fresh };
}
function withLine(rollout, line) {
  return { ...rollout, timeline: boundedTimeline([...rollout.timeline, line]) };
}

// src/rollout/reversibility.ts
function isPastReturn(rollout) {
  const { irreversibleFromPercent: fromPercent, plan, stepIndex } = rollout;
  const percent = plan.steps[stepIndex]?.candidatePercent ?? 0;
  return fromPercent !== void 0 && percent > 0 && percent >= fromPercent;
}

// src/rollout/transition.ts
function enter(rollout, phase, nowMs, text, deadlineMs) {
  const { deadlineMs: _, ...rest } = rollout;
  const entered = {
    ...rest,
    phase,
    phaseSinceMs: nowMs,
    ...deadlineMs === void 0 ? {} : { deadlineMs }
  };
  return withLine(entered, { atMs: nowMs, phase, candidatePercent: rollout.candidatePercent, text });
}
function failRollout(rollout, failure, nowMs) {
  if (isGoingBack(rollout.phase)) return rollout;
  const { hold: _, pause: __, pass: ___, ...rest } = rollout;
  if (isPastReturn(rollout) && failure.kind !== "manual") {
    if (rollout.phase === "frozen") return rollout;
    const text = `${failure.text}; it cannot be taken back, so ${rollout.candidatePercent} % stay on it until a person decides`;
    return enter({ ...rest, failure: { ...failure, atMs: nowMs } }, "frozen", nowMs, text);
  }
  const failed = { ...rest, failure: rollout.failure ?? { ...failure, atMs: nowMs } };
  return enter(failed, "rolling-back", nowMs, failure.text, nowMs + rollout.plan.readyTimeoutMs);
}

export {
  kept,
  bounded,
  withoutStaleNotices,
  isPastReturn,
  enter,
  failRollout
};
