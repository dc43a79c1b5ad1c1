import type { DeliveryRecord, Rollout, TimelineEntry } from "./record.ts";

/** What a record keeps of each list; what goes is always the oldest, except where it says otherwise. */
export const kept = {
  releases: 10,
  rollouts: 20,
  quarantine: 200,
  audit: 100,
  commands: 20,
  outbox: 100,
  learnt: 50,
  /** The first lines say how it began; they stay, and what is trimmed is in between. */
  timelineStart: 20,
  timelineEnd: 180,
} as const;

/** A notice that nobody took for so long is given up: its channel is gone from the manifest, or has been broken for good. */
export const noticeLifeMs = 7 * 86_400_000;

export function boundedTimeline(timeline: readonly TimelineEntry[]): TimelineEntry[] {
  const { timelineStart, timelineEnd } = kept;
  if (timeline.length <= timelineStart + timelineEnd) return [...timeline];
  return [...timeline.slice(0, timelineStart), ...timeline.slice(-timelineEnd)];
}

/** Cuts every list of the record to its size. The same object comes back when nothing is too long. */
export function bounded(record: DeliveryRecord): DeliveryRecord {
  const isFine =
    record.quarantine.length <= kept.quarantine &&
    record.audit.length <= kept.audit &&
    record.outbox.length <= kept.outbox &&
    record.commands.length <= kept.commands;
  if (isFine) return record;
  return {
    ...record,
    quarantine: record.quarantine.slice(0, kept.quarantine),
    audit: record.audit.slice(0, kept.audit),
    commands: record.commands.slice(-kept.commands),
    outbox: boundedOutbox(record.outbox),
  };
}

/** Progress goes first, then the oldest of the rest. */
function boundedOutbox(outbox: DeliveryRecord["outbox"]): DeliveryRecord["outbox"] {
  const lasting = outbox.filter(({ notice }) => notice.kind !== "progress");
  return lasting.slice(-kept.outbox);
}

/** Gives up notices that have waited for a week. */
export function withoutStaleNotices(record: DeliveryRecord, nowMs: number): DeliveryRecord {
  const fresh = record.outbox.filter(({ notice }) => notice.atMs + noticeLifeMs > nowMs);
  return fresh.length === record.outbox.length ? record : { ...record, outbox: fresh };
}

/** A line of the story more, within its bounds. */
export function withLine(rollout: Rollout, line: TimelineEntry): Rollout {
  return { ...rollout, timeline: boundedTimeline([...rollout.timeline, line]) };
}
