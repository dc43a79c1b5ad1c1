import { DeliveryError } from "../rollout/delivery-error.ts";
import { isFinal, type Notice, needsSomebody } from "../rollout/notice.ts";
import type { Channel, Clock } from "../rollout/ports.ts";

const retryMs = 10 * 60_000;
const giveUpAfterMs = 24 * 60 * 60_000;

/**
 * Stands where a channel cannot be made, for example because its secret is not there, so that the rollout goes on and
 * its summary says who was not told. How a rollout ended is kept for a day, for the next job that has the secret;
 * everything else is dropped at once.
 */
export class MisconfiguredChannel implements Channel {
  readonly name: string;
  readonly wantsProgress = false;
  readonly #problem: string;
  readonly #clock: Pick<Clock, "nowMs">;

  constructor(options: { readonly name: string; readonly problem: string; readonly clock: Pick<Clock, "nowMs"> }) {
    this.name = options.name;
    this.#problem = options.problem;
    this.#clock = options.clock;
  }

  async deliver(notice: Notice): Promise<undefined> {
    const matters = isFinal(notice) || needsSomebody(notice);
    const isOld = this.#clock.nowMs() - notice.atMs > giveUpAfterMs;
    const permanent = !matters || isOld;
    throw new DeliveryError(this.#problem, { permanent, ...(permanent ? {} : { retryAfterMs: retryMs }) });
  }
}
