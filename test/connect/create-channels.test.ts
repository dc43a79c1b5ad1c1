import { describe, expect, it } from "vitest";
import { createChannels } from "../../src/connect/create-channels.ts";
import type { ChannelSettings } from "../../src/manifest/manifest.ts";
import { SlackBotChannel } from "../../src/notify/slack-bot-channel.ts";
import { SlackWebhookChannel } from "../../src/notify/slack-webhook-channel.ts";
import { WebhookChannel } from "../../src/notify/webhook-channel.ts";
import { aNotice } from "../notify/a-notice.ts";

const nowMs = 1_700_000_000_000;
const create = (settings: ChannelSettings, env: Record<string, string>) =>
  createChannels([settings], { env, clock: { nowMs: () => nowMs } });
const webhook = { kind: "webhook", name: "team", url: "URL", signingKey: "KEY", progress: true } as const;
const slack = { kind: "slack", name: "sre", progress: false } as const;

describe("channels from the manifest", () => {
  it.each<[ChannelSettings, Record<string, string>, unknown]>([
    [webhook, { URL: "https://a.test/x", KEY: "k" }, WebhookChannel],
    [{ ...slack, webhook: "URL" }, { URL: "https://a.test/x" }, SlackWebhookChannel],
    [{ ...slack, token: "TOKEN", channel: "C1" }, { TOKEN: "xoxb" }, SlackBotChannel],
  ])("%j with its secrets works", (settings, env, expected) => {
    const { channels, problems, secrets } = create(settings, env);
    expect(channels[0]).toBeInstanceOf(expected);
    expect(problems).toEqual([]);
    expect(secrets).toEqual(Object.values(env));
  });

  it.each<[ChannelSettings, Record<string, string>, string]>([
    [webhook, {}, "URL and KEY is not set"],
    [webhook, { URL: "https://a.test/s3cret", KEY: "" }, "KEY is not set"],
    [webhook, { URL: "s3cret", KEY: "k" }, "URL holds no http or https address"],
    [webhook, { URL: "file:///s3cret", KEY: "k" }, "URL holds no http or https address"],
    [{ ...slack, token: "TOKEN" }, { TOKEN: "s3cret" }, "needs the `channel`"],
    [slack, {}, "neither"],
  ])("%j with %j is there, says what is missing, and never a value", async (settings, env, expected) => {
    const { channels, problems } = create(settings, env);
    expect(problems.join()).toContain(expected);
    expect(problems.join()).not.toContain("s3cret");
    expect(channels).toHaveLength(1);
    await expect(channels[0]?.deliver(aNotice(), "k", undefined)).rejects.toThrow(expected);
  });

  it.each([
    ["started", nowMs, true],
    ["progress", nowMs, true],
    ["succeeded", nowMs, false],
    ["rolled-back", nowMs, false],
    ["rollback-failed", nowMs, false],
    ["rolled-back", nowMs - 86_400_001, true],
  ] as const)("without its secret gives up a notice %s of %d: %s", async (kind, atMs, permanent) => {
    const { channels } = create(webhook, {});
    await expect(channels[0]?.deliver(aNotice({ kind, atMs }), "k", undefined)).rejects.toMatchObject({ permanent });
  });
});
