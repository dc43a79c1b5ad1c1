import type { Notice, OutboxEntry } from "./notice.ts";
import type { DeliveryRecord } from "./record.ts";

/** Who is told, by destination name. */
export interface Listener {
  readonly name: string;
  readonly wantsProgress: boolean;
}

/**
 * Puts a notice for each listener into the record, to be written together with the change it tells of. Progress that
 * has not been delivered yet is superseded by it; every other notice stays.
 */
export function enqueue(record: DeliveryRecord, notice: Notice, audience: readonly Listener[]): DeliveryRecord {
  const { rollout } = record;
  if (rollout === undefined) return record;
  const noticeSequence = rollout.noticeSequence + 1;
  const isProgress = notice.kind === "progress";
  const added = audience
    .filter((listener) => !isProgress || listener.wantsProgress)
    .map(({ name }): OutboxEntry => {
      return { key: `${rollout.id}/${noticeSequence}`, destination: name, notice, attempts: 0, dueMs: notice.atMs };
    });
  const kept = record.outbox.filter(({ notice: old }) => old.kind !== "progress" || old.rolloutId !== rollout.id);
  return { ...record, rollout: { ...rollout, noticeSequence }, outbox: [...kept, ...added] };
}

/** The same for a notice that is of no rollout: what is told of one is not superseded by it. */
export function enqueueApart(record: DeliveryRecord, notice: Notice, audience: readonly Listener[]): DeliveryRecord {
  const added = audience.map(({ name }): OutboxEntry => {
    return { key: `${notice.rolloutId}/1`, destination: name, notice, attempts: 0, dueMs: notice.atMs };
  });
  return { ...record, outbox: [...record.outbox, ...added] };
}

/** What happened to one try of one entry. */
export interface Delivery {
  readonly entry: OutboxEntry;
  readonly result:
    | { readonly kind: "delivered"; readonly messageId?: string }
    | { readonly kind: "dropped"; readonly why: string }
    | { readonly kind: "later"; readonly why: string; readonly dueMs: number };
}

const isSame = (one: OutboxEntry, other: OutboxEntry) => one.key === other.key && one.destination === other.destination;

/** The oldest undelivered entry of each destination, if it is due: one at a time keeps a destination's order. */
export function dueEntries(record: DeliveryRecord, destinations: ReadonlySet<string>, nowMs: number): OutboxEntry[] {
  const first = new Map<string, OutboxEntry>();
  for (const entry of record.outbox) if (!first.has(entry.destination)) first.set(entry.destination, entry);
  return [...first.values()].filter(({ destination, dueMs }) => destinations.has(destination) && dueMs <= nowMs);
}

/** Marks entries as being tried until then, so that nobody else tries them too. */
export function claim(record: DeliveryRecord, entries: readonly OutboxEntry[], untilMs: number): DeliveryRecord {
  const outbox = record.outbox.map((entry) =>
    entries.some((claimed) => isSame(entry, claimed))
      ? { ...entry, attempts: entry.attempts + 1, dueMs: untilMs }
      : entry,
  );
  return { ...record, outbox };
}

export function settle(record: DeliveryRecord, deliveries: readonly Delivery[]): DeliveryRecord {
  return deliveries.reduce(settleOne, record);
}

function settleOne(record: DeliveryRecord, { entry, result }: Delivery): DeliveryRecord {
  if (result.kind === "later") {
    const retry = { dueMs: result.dueMs, lastError: result.why };
    return { ...record, outbox: record.outbox.map((old) => (isSame(old, entry) ? { ...old, ...retry } : old)) };
  }
  const outbox = record.outbox.filter((old) => !isSame(old, entry));
  const messageId = result.kind === "delivered" ? result.messageId : undefined;
  return messageId === undefined ? { ...record, outbox } : withMessage({ ...record, outbox }, entry, messageId);
}

function withMessage(record: DeliveryRecord, { destination, notice }: OutboxEntry, messageId: string): DeliveryRecord {
  const outbox = record.outbox.map((old) =>
    old.destination === destination && old.notice.rolloutId === notice.rolloutId ? { ...old, messageId } : old,
  );
  const { rollout } = record;
  if (rollout?.id !== notice.rolloutId) return { ...record, outbox };
  return { ...record, outbox, rollout: { ...rollout, messages: { ...rollout.messages, [destination]: messageId } } };
}

/** Gives undelivered entries of the rollout that is about to be replaced the messages that they would edit. */
export function keepMessages(record: DeliveryRecord): DeliveryRecord {
  const { rollout } = record;
  if (rollout === undefined) return record;
  const outbox = record.outbox.map((entry) => {
    const messageId = entry.notice.rolloutId === rollout.id ? rollout.messages[entry.destination] : undefined;
    return messageId === undefined ? entry : { ...entry, messageId };
  });
  return { ...record, outbox };
}

/** The message that an entry's delivery edits. */
export function messageOf(record: DeliveryRecord, entry: OutboxEntry): string | undefined {
  const { rollout } = record;
  return rollout?.id === entry.notice.rolloutId ? rollout.messages[entry.destination] : entry.messageId;
}
