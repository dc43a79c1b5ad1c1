import { reasonOf } from "../errors/reason-of.ts";
import { deliverDue, type FlushPorts } from "./deliver-due.ts";
import { type Delivery, dueEntries } from "./outbox.ts";
import type { Channel } from "./ports.ts";
import type { RecordAccess } from "./session.ts";
import { within } from "./within.ts";

/** Between two rounds while something is due at once, so that a record that cannot be written is not hammered. */
const pauseMs = 100;

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

/** @param access must not end with the ownership of the record, see `openObserver` */
export function createCourier(access: RecordAccess, ports: FlushPorts): Courier {
  const { clock } = ports;
  const dropped: string[] = [];
  const running = new Map<string, Promise<void>>();
  const unsettled = new Map<string, Delivery[]>(ports.channels.map(({ name }) => [name, []]));

  async function flush(channel: Channel): Promise<void> {
    try {
      dropped.push(...(await deliverDue(channel, access, ports, unsettled.get(channel.name) ?? [])));
    } catch (error) {
      // A target that is away keeps the outbox until it is back.
      ports.log.warning(`Notices wait: ${reasonOf(error)}`);
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
      const isUnsettled = [...unsettled.values()].some((deliveries) => deliveries.length > 0);
      const nextMs = isUnsettled ? clock.nowMs() : nextDueMs(access, ports.channels);
      const isLate = nextMs === undefined || !(clock.nowMs() < untilMs);
      if (isLate || (running.size === 0 && !(nextMs < untilMs))) break;
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
