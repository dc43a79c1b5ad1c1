import { DeliveryError } from "../rollout/delivery-error.ts";
import { type Notice, needsSomebody } from "../rollout/notice.ts";
import type { Channel, Clock } from "../rollout/ports.ts";
import { postJson } from "./post-json.ts";
import { toSlackMessage } from "./slack-message.ts";
import { lostMessageErrors, parseSlackReply, type SlackReply, slackError } from "./slack-reply.ts";

export interface SlackBotOptions {
  readonly name: string;
  readonly wantsProgress: boolean;
  /** Bot token with the scope `chat:write`. */
  readonly token: string;
  /** Id of the channel, for example `C0123456789`; its name works for posting too. */
  readonly channel: string;
  readonly clock: Pick<Clock, "nowMs">;
  /** @default "https://slack.com/api" */
  readonly apiUrl?: string;
}

/** Where a message is. Slack edits by the channel's id, which posting by name gives back. */
interface MessagePlace {
  readonly channel: string;
  readonly ts: string;
}

/** One message a rollout, edited in place. */
export class SlackBotChannel implements Channel {
  readonly name: string;
  readonly wantsProgress: boolean;
  readonly #options: SlackBotOptions;

  constructor(options: SlackBotOptions) {
    this.name = options.name;
    this.wantsProgress = options.wantsProgress;
    this.#options = options;
  }

  async deliver(notice: Notice, idempotencyKey: string, messageId: string | undefined): Promise<string> {
    const place = messageId === undefined ? undefined : parsePlace(messageId);
    const edited = place === undefined ? undefined : await this.#edit(notice, place);
    const message = edited ?? (await this.#post(notice, idempotencyKey));
    // An edit rings no phone; this one kind of news must.
    if (edited !== undefined && needsSomebody(notice)) await this.#ring(notice, edited);
    return `${message.channel}:${message.ts}`;
  }

  async #edit(notice: Notice, place: MessagePlace): Promise<MessagePlace | undefined> {
    const reply = await this.#call("chat.update", { ...place, ...toSlackMessage(notice) });
    if (reply.ok) return place;
    if (reply.error !== undefined && lostMessageErrors.has(reply.error)) return undefined;
    throw slackError(reply.error, this.#receiver());
  }

  async #post(notice: Notice, key: string): Promise<MessagePlace> {
    const metadata = {
      event_type: "tidegate_notice",
      event_payload: { key, rollout: notice.rolloutId, kind: notice.kind },
    };
    return this.#place(await this.#call("chat.postMessage", { ...this.#to(), ...toSlackMessage(notice), metadata }));
  }

  async #ring(notice: Notice, { channel, ts }: MessagePlace): Promise<void> {
    const reply = { channel, thread_ts: ts, reply_broadcast: true, ...toSlackMessage(notice) };
    this.#place(await this.#call("chat.postMessage", reply));
  }

  #to(): { readonly channel: string } {
    return { channel: this.#options.channel };
  }

  #receiver(): string {
    return `Slack channel "${this.name}"`;
  }

  #place({ ok, error, channel, ts }: SlackReply): MessagePlace {
    if (!ok) throw slackError(error, this.#receiver());
    if (channel === undefined || ts === undefined) {
      throw new DeliveryError(`${this.#receiver()} did not say where its message is`);
    }
    return { channel, ts };
  }

  async #call(method: string, body: object): Promise<SlackReply> {
    const { token, clock, apiUrl = "https://slack.com/api" } = this.#options;
    const text = await postJson({
      url: `${apiUrl}/${method}`,
      receiver: this.#receiver(),
      body: JSON.stringify(body),
      headers: { Authorization: `Bearer ${token}` },
      nowMs: clock.nowMs(),
    });
    return parseSlackReply(text, this.#receiver());
  }
}

function parsePlace(messageId: string): MessagePlace | undefined {
  const [channel, ts] = messageId.split(":");
  return channel && ts ? { channel, ts } : undefined;
}
