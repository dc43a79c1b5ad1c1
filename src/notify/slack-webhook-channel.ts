import type { Notice } from "../rollout/notice.ts";
import type { Channel, Clock } from "../rollout/ports.ts";
import { postJson } from "./post-json.ts";
import { toSlackMessage } from "./slack-message.ts";

export interface SlackWebhookOptions {
  readonly name: string;
  readonly wantsProgress: boolean;
  /** Address of the incoming webhook; whoever has it can post, so it is a secret. */
  readonly url: string;
  readonly clock: Pick<Clock, "nowMs">;
}

/**
 * Posts through an incoming webhook, whose messages cannot be edited: each notice is a message of its own.
 *
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export class SlackWebhookChannel implements Channel {
  readonly name: string;
  readonly wantsProgress: boolean;
  readonly #options: SlackWebhookOptions;

  constructor(options: SlackWebhookOptions) {
    this.name = options.name;
    this.wantsProgress = options.wantsProgress;
    this.#options = options;
  }

  async deliver(notice: Notice): Promise<undefined> {
    const { url, clock } = this.#options;
    await postJson({
      url,
      receiver: `Slack channel "${this.name}"`,
      body: JSON.stringify(toSlackMessage(notice)),
      nowMs: clock.nowMs(),
    });
  }
}
