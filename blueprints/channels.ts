import { type Declaration, declare } from "./declaration.ts";

interface ChannelOptions {
  /**
   * What the channel is called in reports; unique within the service.
   *
   * @default the helper's name, `slack` or `webhook`
   */
  readonly name?: string;
  /**
   * Tell of each step too, not only of start and end.
   *
   * @default true, except for a Slack webhook, whose messages cannot be edited in place
   */
  readonly progress?: boolean;
}

/** An incoming webhook: new messages only. */
export interface SlackWebhookOptions extends ChannelOptions {
  /** Name of the secret that holds the webhook's URL. Never the URL. */
  readonly webhook: string;
}

/** A bot: one message for each rollout, edited in place. */
export interface SlackBotOptions extends ChannelOptions {
  /** Name of the secret that holds the bot's token. Never the token. */
  readonly token: string;
  /** Id of the Slack channel, for example `C0123456789`. */
  readonly channel: string;
}

export type SlackOptions = SlackWebhookOptions | SlackBotOptions;

export interface WebhookOptions extends ChannelOptions {
  /** Name of the secret that holds the URL to post to. Never the URL. */
  readonly url: string;
  /**
   * Name of the secret that holds the key of the HMAC-SHA256 signature.
   *
   * @default notices are not signed
   */
  readonly signingKey?: string;
}

export type SlackDeclaration = Declaration<"slack", readonly [SlackOptions]>;
export type WebhookDeclaration = Declaration<"webhook", readonly [WebhookOptions]>;
export type ChannelDeclaration = SlackDeclaration | WebhookDeclaration;

/** @example slack({ webhook: "SLACK_WEBHOOK_URL" }) */
export function slack(options: SlackOptions): SlackDeclaration {
  return declare("slack", [options]);
}

/** Posts each notice as signed JSON. */
export function webhook(options: WebhookOptions): WebhookDeclaration {
  return declare("webhook", [options]);
}
