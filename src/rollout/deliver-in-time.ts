import { DeliveryError } from "./delivery-error.ts";
import type { OutboxEntry } from "./notice.ts";
import type { Channel, Clock } from "./ports.ts";
import { within } from "./within.ts";

/** A channel that has not answered by then has failed. */
const answerMs = 10_000;

/**
 * One try.
 *
 * @returns the id of the message, if the channel has one
 * @throws DeliveryError, or whatever else the channel throws
 */
export async function deliverInTime(
  channel: Channel,
  { notice, key, messageId }: Pick<OutboxEntry, "notice" | "key" | "messageId">,
  clock: Clock,
): Promise<string | undefined> {
  const answer = channel.deliver(notice, key, messageId);
  const done = await within(answer, { clock, untilMs: clock.nowMs() + answerMs });
  if (done === undefined) throw new DeliveryError(`no answer in ${answerMs / 1000} s`);
  return done.value;
}
