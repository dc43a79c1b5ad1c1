import { FencedError } from "../errors/tidegate-error.ts";
import { DeliveryError } from "./delivery-error.ts";
import type { OutboxEntry } from "./notice.ts";
import { claim, type Delivery, dueEntries, messageOf, settle } from "./outbox.ts";
import type { Channel, Clock, Log, RecordStore } from "./ports.ts";
import { openBystander, type RecordAccess } from "./session.ts";
import { within } from "./within.ts";

export interface FlushPorts {
  readonly channels: readonly Channel[];
  readonly clock: Clock;
  readonly log: Log;
}

/** A channel that has not answered by then has failed; the claim outlasts it, and ends if the claimant has died. */
const answerMs = 20_000;
const claimMs = 60_000;
const firstRetryMs = 1_000;
const maxRetryMs = 60_000;
/** Between two rounds while something is due at once, so that a record that cannot be written is not hammered. */
const pauseMs = 100;

/**
 * Delivers what is due to one channel and notes the result. A channel that fails changes nothing but the time of its
 * next try.
 *
 * @returns one line for a notice that was given up
 */
async function flushOne(channel: Channel, access: RecordAccess, ports: FlushPorts): Promise<string[]> {
  let claimed: OutboxEntry[] = [];
  await access.update((record) => {
    const nowMs = ports.clock.nowMs();
    claimed = dueEntries(record, new Set([channel.name]), nowMs);
    return claimed.length === 0 ? record : claim(record, claimed, nowMs + claimMs);
  });
  const deliveries = await Promise.all(claimed.map((entry) => deliver(entry, channel, access, ports)));
  if (deliveries.length > 0) await access.update((record) => settle(record, deliveries));
  return deliveries.flatMap(droppedLine);
}

async function deliver(
  entry: OutboxEntry,
  channel: Channel,
  access: RecordAccess,
  ports: FlushPorts,
): Promise<Delivery> {
  const { clock } = ports;
  try {
    const answer = channel.deliver(entry.notice, entry.key, messageOf(access.current(), entry));
    const done = await within(answer, { clock, untilMs: clock.nowMs() + answerMs });
    if (done === undefined) throw new DeliveryError(`no answer in ${answerMs / 1000} s`);
    return { entry, result: { kind: "delivered", ...(done.value === undefined ? {} : { messageId: done.value }) } };
  } catch (error) {
    return { entry, result: failedResult(entry, error, ports) };
  }
}

/** Whatever a channel throws is its own trouble; none of it may reach the rollout. */
function failedResult(entry: OutboxEntry, error: unknown, { clock, log }: FlushPorts): Delivery["result"] {
  const why = error instanceof Error ? error.message : String(error);
  const isPermanent = error instanceof DeliveryError && error.permanent;
  const next = isPermanent ? "it is given up" : "it is tried again";
  log.warning(`${entry.destination} did not take the notice "${entry.notice.kind}" (${why}); ${next}`);
  return isPermanent ? { kind: "dropped", why } : { kind: "later", why, dueMs: clock.nowMs() + retryMs(entry, error) };
}

function retryMs({ attempts }: OutboxEntry, error: unknown): number {
  const asked = error instanceof DeliveryError ? error.retryAfterMs : undefined;
  return asked ?? Math.min(maxRetryMs, firstRetryMs * 2 ** Math.min(attempts, 10));
}

function droppedLine({ entry, result }: Delivery): string[] {
  return result.kind === "dropped" ? [`${entry.destination} refused "${entry.notice.kind}": ${result.why}`] : [];
}

/** How long the last notices may keep whoever has done everything else; what is left stays in the outbox. */
export const noticeBudgetMs = 90_000;

/**
 * Delivers the notices in the record that are due, whoever's they are, and changes nothing else. Two who do this at once
 * do not deliver the same notice twice.
 *
 * @returns one line for each notice that somebody did not get
 */
export async function flushOutbox(ports: FlushPorts & { readonly target: RecordStore }): Promise<string[]> {
  const stored = await ports.target.read();
  if (stored === undefined) return [];
  return createCourier(openBystander(ports.target, stored), ports).drain(ports.clock.nowMs() + noticeBudgetMs);
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
  const running = new Map<string, Promise<void>>();
  let isOver = false;

  async function flush(channel: Channel): Promise<void> {
    try {
      dropped.push(...(await flushOne(channel, access, ports)));
    } catch (error) {
      // Whoever took over delivers; a target that is away keeps the outbox until it is back.
      if (error instanceof FencedError) isOver = true;
      else ports.log.warning(`Notices wait: ${error instanceof Error ? error.message : error}`);
    }
  }
  function start(): Promise<unknown> {
    for (const channel of ports.channels) {
      const busy = running.get(channel.name) ?? flush(channel).finally(() => running.delete(channel.name));
      running.set(channel.name, busy);
    }
    return Promise.race(running.values());
  }
  async function drain(untilMs: number): Promise<string[]> {
    while (ports.channels.length > 0) {
      await within(start(), { clock, untilMs });
      const nextMs = nextDueMs(access, ports.channels);
      const isLate = nextMs === undefined || !(clock.nowMs() < untilMs);
      if (isOver || isLate || (running.size === 0 && !(nextMs < untilMs))) break;
      // A delivery that is under way has been put off by its claim; its end may come sooner.
      const pausedMs = Math.max(Math.min(nextMs, untilMs), clock.nowMs() + pauseMs);
      const soonerMs = Math.min(pausedMs, untilMs);
      // Without a delivery under way only time helps; and a timer left behind would keep the process alive.
      const anyEnds = running.size === 0 ? new Promise<void>(() => undefined) : Promise.race(running.values());
      await within(anyEnds, { clock, untilMs: soonerMs });
    }
    return [...dropped, ...undeliveredLines(access)];
  }
  return { nudge: () => void start(), drain };
}

function nextDueMs(access: RecordAccess, channels: readonly Channel[]): number | undefined {
  const names = new Set(channels.map(({ name }) => name));
  // What is not the first of its destination waits for the first, however long that was asked to wait.
  const heads = dueEntries(access.current(), names, Number.POSITIVE_INFINITY);
  return heads.length === 0 ? undefined : Math.min(...heads.map(({ dueMs }) => dueMs));
}

function undeliveredLines(access: RecordAccess): string[] {
  return access.current().outbox.map(({ destination, notice, lastError }) => {
    return `${destination} has not taken "${notice.kind}" yet: ${lastError ?? "not tried"}`;
  });
}
