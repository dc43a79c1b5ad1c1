import { reasonOf } from "../../src/errors/reason-of.ts";
import { deliverInTime } from "../../src/rollout/deliver-in-time.ts";
import { DeliveryError } from "../../src/rollout/delivery-error.ts";
import type { Notice } from "../../src/rollout/notice.ts";
import type { Channel, Clock } from "../../src/rollout/ports.ts";

export interface Telling {
  readonly notice: Notice;
  /** The same for every try. */
  readonly key: string;
  /** No try begins after this time. */
  readonly untilMs: number;
}

const firstRetryMs = 1_000;

/**
 * Delivers a notice that no record keeps to every channel, again while it can help and there is time.
 *
 * @returns one line for each channel that did not take it
 */
export async function tellAll(channels: readonly Channel[], telling: Telling, clock: Clock): Promise<string[]> {
  const problems = await Promise.all(channels.map((channel) => tell(channel, telling, clock)));
  return problems.flatMap((problem) => problem ?? []);
}

async function tell(channel: Channel, { notice, key, untilMs }: Telling, clock: Clock): Promise<string | undefined> {
  for (let attempt = 0; ; attempt++) {
    try {
      await deliverInTime(channel, { notice, key }, clock);
      return undefined;
    } catch (error) {
      // A defect of one channel is no reason not to tell the others, and does not get better.
      if (!(error instanceof DeliveryError)) return `${channel.name}: ${reasonOf(error)}`;
      const nextMs = clock.nowMs() + (error.retryAfterMs ?? firstRetryMs * 2 ** attempt);
      if (error.permanent || nextMs > untilMs) return `${channel.name}: ${error.message}`;
      await clock.until(nextMs);
    }
  }
}
