import { reasonOf } from "../errors/reason-of.ts";
import { deliverInTime } from "./deliver-in-time.ts";
import { DeliveryError } from "./delivery-error.ts";
import type { OutboxEntry } from "./notice.ts";
import { claim, type Delivery, dueEntries, messageOf, settle } from "./outbox.ts";
import type { Channel, Clock, Log } from "./ports.ts";
import type { RecordAccess } from "./session.ts";

export interface FlushPorts {
  readonly channels: readonly Channel[];
  readonly clock: Clock;
  readonly log: Log;
}

/** Outlasts every try, and ends if the claimant has died. */
const claimMs = 60_000;
const firstRetryMs = 1_000;
const maxRetryMs = 60_000;

/**
 * Delivers what is due to one channel and notes the result. A channel that fails changes nothing but the time of its
 * next try.
 *
 * @param unsettled results that the record does not hold yet; a notice in there has been told, and is not told again
 * @returns one line for a notice that was given up
 */
export async function deliverDue(
  channel: Channel,
  access: RecordAccess,
  ports: FlushPorts,
  unsettled: Delivery[],
): Promise<string[]> {
  let claimed: OutboxEntry[] = [];
  await access.update((record) => {
    const nowMs = ports.clock.nowMs();
    const settled = settle(record, unsettled);
    claimed = dueEntries(settled, new Set([channel.name]), nowMs);
    return claimed.length === 0 ? settled : claim(settled, claimed, nowMs + claimMs);
  });
  unsettled.length = 0;
  if (claimed.length === 0) return [];
  const deliveries = await Promise.all(claimed.map((entry) => deliver(entry, channel, access, ports)));
  unsettled.push(...deliveries);
  await access.update((record) => settle(record, deliveries));
  unsettled.length = 0;
  return deliveries.flatMap(droppedLine);
}

async function deliver(
  entry: OutboxEntry,
  channel: Channel,
  access: RecordAccess,
  ports: FlushPorts,
): Promise<Delivery> {
  try {
    const { messageId: _, ...rest } = entry;
    const edited = messageOf(access.current(), entry);
    const told = edited === undefined ? rest : { ...rest, messageId: edited };
    const messageId = await deliverInTime(channel, told, ports.clock);
    return { entry, result: { kind: "delivered", ...(messageId === undefined ? {} : { messageId }) } };
  } catch (error) {
    return { entry, result: failedResult(entry, error, ports) };
  }
}

/** Whatever a channel throws is its own trouble; none of it may reach the rollout. */
function failedResult(entry: OutboxEntry, error: unknown, { clock, log }: FlushPorts): Delivery["result"] {
  const why = reasonOf(error);
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
