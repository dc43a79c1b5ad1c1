import { assertNever } from "../errors/assert-never.ts";
import type { ChannelSettings } from "../manifest/manifest.ts";
import { MisconfiguredChannel } from "../notify/misconfigured-channel.ts";
import { SlackBotChannel } from "../notify/slack-bot-channel.ts";
import { SlackWebhookChannel } from "../notify/slack-webhook-channel.ts";
import { WebhookChannel } from "../notify/webhook-channel.ts";
import type { Channel, Clock } from "../rollout/ports.ts";

export interface ChannelPorts {
  /** Where the secrets are, under the names in the manifest. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Pick<Clock, "nowMs">;
}

export interface CreatedChannels {
  /** One for each declared channel; one that cannot work is there too, and says so when it is used. */
  readonly channels: readonly Channel[];
  /** One line for each channel that cannot work; no values, only names. */
  readonly problems: readonly string[];
  /** Values that must never be printed. */
  readonly secrets: readonly string[];
}

/** Makes the declared channels. A missing secret is never an error: it must not stop a rollout, let alone a rollback. */
export function createChannels(declared: readonly ChannelSettings[], ports: ChannelPorts): CreatedChannels {
  const created = declared.map((settings) => ({ settings, made: createChannel(settings, ports) }));
  return {
    channels: created.map(({ settings: { name }, made }) =>
      typeof made === "string" ? new MisconfiguredChannel({ name, problem: made, clock: ports.clock }) : made,
    ),
    problems: created.flatMap(({ settings, made }) => (typeof made === "string" ? [`${settings.name}: ${made}`] : [])),
    secrets: declared.flatMap(variablesOf).flatMap((variable) => ports.env[variable] || []),
  };
}

function variablesOf(settings: ChannelSettings): string[] {
  const variables =
    settings.kind === "webhook" ? [settings.url, settings.signingKey] : [settings.webhook, settings.token];
  return variables.filter((variable) => variable !== undefined);
}

/** @returns what is wrong, when it cannot be made */
function createChannel(settings: ChannelSettings, { env, clock }: ChannelPorts): Channel | string {
  const missing = variablesOf(settings).filter((variable) => !env[variable]);
  if (missing.length > 0) return `${missing.join(" and ")} is not set; add the secret and pass it to this step's env`;
  const read = (variable: string | undefined) => (variable === undefined ? "" : (env[variable] ?? ""));
  const shared = { name: settings.name, wantsProgress: settings.progress, clock };
  switch (settings.kind) {
    case "webhook": {
      const signingKey = read(settings.signingKey);
      const url = read(settings.url);
      if (!isHttpUrl(url)) return notAnAddress(settings.url);
      return new WebhookChannel({ ...shared, url, ...(signingKey === "" ? {} : { signingKey }) });
    }
    case "slack":
      return createSlack(settings, { ...shared, token: read(settings.token), url: read(settings.webhook), env });
    default:
      return assertNever(settings);
  }
}

interface SlackParts {
  readonly name: string;
  readonly wantsProgress: boolean;
  readonly clock: Pick<Clock, "nowMs">;
  readonly token: string;
  readonly url: string;
  readonly env: ChannelPorts["env"];
}

function createSlack(
  settings: Extract<ChannelSettings, { kind: "slack" }>,
  { token, url, env, ...shared }: SlackParts,
): Channel | string {
  if (token !== "") {
    if (!settings.channel) return "a Slack token needs the `channel` that it posts to";
    const apiUrl = env.SLACK_API_URL;
    return new SlackBotChannel({ ...shared, token, channel: settings.channel, ...(apiUrl ? { apiUrl } : {}) });
  }
  if (settings.webhook === undefined) return "neither `webhook` nor `token` is declared; declare one";
  if (!isHttpUrl(url)) return notAnAddress(settings.webhook);
  return new SlackWebhookChannel({ ...shared, url });
}

/** The value is a secret, so only its variable is named. */
const notAnAddress = (variable: string) => `${variable} holds no http or https address`;

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);
}
