import { FencedError, TidegateError } from "../errors/tidegate-error.ts";
import { DeliveryError } from "./delivery-error.ts";
import type { OutboxEntry } from "./notice.ts";
import { claim, type Delivery, dueEntries, messageOf, settle } from "./outbox.ts";
import type { Channel, Clock, Log } from "./ports.ts";
import type { RecordAccess } from "./session.ts";
import { within } from "./within.ts";

export interface FlushPorts {
  readonly channels: readonly Channel[];
  readonly clock: Clock;
  readonly log: Log;
}

/** Longer than any channel takes; a claimant that died in between is forgotten after it. */
const claimMs = 60_000;
const firstRetryMs = 1_000;
const maxRetryMs = 60_000;
/** Between two rounds while something is due at once, so that a record that cannot be written is not hammered. */
const pauseMs = 100;

/**
 * Delivers what is due, one notice a destination, and notes the results. A channel that fails changes nothing but the
 * time of its next try.
 *
 * @returns one line for each notice that was given up
 */
async function flushOnce(access: RecordAccess, ports: FlushPorts): Promise<string[]> {
  const names = new Set(ports.channels.map(({ name }) => name));
  let claimed: OutboxEntry[] = [];
  await access.update((record) => {
    const nowMs = ports.clock.nowMs();
    claimed = dueEntries(record, names, nowMs);
    return claimed.length === 0 ? record : claim(record, claimed, nowMs + claimMs);
  });
  const deliveries = await Promise.all(claimed.map((entry) => deliver(entry, access, ports)));
  if (deliveries.length > 0) await access.update((record) => settle(record, deliveries));
  return deliveries.flatMap(droppedLine);
}

async function deliver(entry: OutboxEntry, access: RecordAccess, ports: FlushPorts): Promise<Delivery> {
  const channel = ports.channels.find(({ name }) => name === entry.destination);
  if (channel === undefined) return { entry, result: { kind: "later", why: "no such channel", dueMs: entry.dueMs } };
  try {
    const messageId = await channel.deliver(entry.notice, entry.key, messageOf(access.current(), entry));
    return { entry, result: { kind: "delivered", ...(messageId === undefined ? {} : { messageId }) } };
  } catch (error) {
    const why = error instanceof TidegateError ? error.message : `${error}`;
    const isPermanent = error instanceof DeliveryError && error.permanent;
    const wait = isPermanent ? "it is given up" : "it is tried again";
    ports.log.warning(`${entry.destination} did not take the notice "${entry.notice.kind}" (${why}); ${wait}`);
    if (isPermanent) return { entry, result: { kind: "dropped", why } };
    return { entry, result: { kind: "later", why, dueMs: ports.clock.nowMs() + retryMs(entry, error) } };
  }
}

function retryMs({ attempts }: OutboxEntry, error: unknown): number {
  const asked = error instanceof DeliveryError ? error.retryAfterMs : undefined;
  return asked ?? Math.min(maxRetryMs, firstRetryMs * 2 ** Math.min(attempts, 10));
}

function droppedLine({ entry, result }: Delivery): string[] {
  return result.kind === "dropped" ? [`${entry.destination} refused "${entry.notice.kind}": ${result.why}`] : [];
}

/** Delivers in the background while a rollout goes on, and to the end, within a budget, when it is over. */
export interface Courier {
  /** Starts delivering what is due, unless that is under way. Never throws and never waits. */
  nudge(): void;
  /**
   * Delivers until nothing is left for the channels at hand or the time is up; what is left then stays in the record
   * for the next who reconciles.
   *
   * @returns one line for each notice that somebody did not get
   */
  drain(untilMs: number): Promise<string[]>;
}

export function createCourier(access: RecordAccess, ports: FlushPorts): Courier {
  const { clock } = ports;
  const dropped: string[] = [];
  let running: Promise<void> | undefined;
  let isOver = false;

  async function flush(): Promise<void> {
    try {
      dropped.push(...(await flushOnce(access, ports)));
    } catch (error) {
      // Whoever took over delivers; a target that is away keeps the outbox until it is back.
      isOver = error instanceof FencedError;
      if (!isOver) ports.log.warning(`Notices wait: ${error instanceof TidegateError ? error.message : error}`);
    }
  }
  function start(): Promise<void> {
    running ??= flush().finally(() => {
      running = undefined;
    });
    return running;
  }
  async function drain(untilMs: number): Promise<string[]> {
    for (;;) {
      await within(start(), { clock, untilMs });
      const nextMs = nextDueMs(access, ports.channels);
      if (isOver || nextMs === undefined || !(nextMs < untilMs) || !(clock.nowMs() < untilMs)) break;
      if (nextMs > clock.nowMs()) await clock.until(nextMs);
      else await clock.until(clock.nowMs() + pauseMs);
    }
    return [...dropped, ...undeliveredLines(access)];
  }
  return { nudge: () => void start(), drain };
}

function nextDueMs(access: RecordAccess, channels: readonly Channel[]): number | undefined {
  const names = new Set(channels.map(({ name }) => name));
  const due = access.current().outbox.filter(({ destination }) => names.has(destination));
  return due.length === 0 ? undefined : Math.min(...due.map(({ dueMs }) => dueMs));
}

function undeliveredLines(access: RecordAccess): string[] {
  return access.current().outbox.map(({ destination, notice, lastError }) => {
    return `${destination} has not taken "${notice.kind}" yet: ${lastError ?? "not tried"}`;
  });
}
