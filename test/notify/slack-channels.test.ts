import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SlackBotChannel } from "../../src/notify/slack-bot-channel.ts";
import { SlackWebhookChannel } from "../../src/notify/slack-webhook-channel.ts";
import { type SlackServer, startSlackServer } from "../../src/testing/slack-server.ts";
import { aNotice } from "./a-notice.ts";

const clock = { nowMs: () => 1_700_000_000_000 };
let server: SlackServer;
const bot = (token = "xoxb-right") =>
  new SlackBotChannel({ name: "sre", wantsProgress: true, token, channel: "deploys", clock, apiUrl: server.url });

describe("the Slack bot's channel", () => {
  beforeEach(async () => {
    server = await startSlackServer("xoxb-right");
  });
  afterEach(() => server.close());

  it("keeps one message a rollout and edits it in place", async () => {
    const id = await bot().deliver(aNotice({ kind: "started" }), "r1/1", undefined);
    const same = await bot().deliver(aNotice({ kind: "progress", candidatePercent: 5 }), "r1/2", id);
    expect(await bot().deliver(aNotice(), "r1/3", same)).toBe(id);
    expect(server.messages).toMatchObject([{ edits: 2, text: expect.stringContaining("rolled back") }]);
  });

  it("posts anew when its message is gone", async () => {
    await bot().deliver(aNotice(), "r1/3", "C0000000001:1.2");
    expect(server.calls).toEqual(["chat.update", "chat.postMessage"]);
    expect(server.messages).toHaveLength(1);
  });

  it("rings in the thread when a rollback failed, because an edit rings nobody", async () => {
    const id = await bot().deliver(aNotice({ kind: "started" }), "r1/1", undefined);
    expect(await bot().deliver(aNotice({ kind: "rollback-failed" }), "r1/2", id)).toBe(id);
    expect(server.messages).toMatchObject([{ edits: 1 }, { threadTs: server.messages[0]?.ts }]);
  });

  it.each([
    ["ratelimited", false],
    ["internal_error", false],
    ["something_new", false],
    ["channel_not_found", true],
    ["is_archived", true],
    ["missing_scope", true],
  ])("takes ok:false %s as permanent: %s", async (error, permanent) => {
    server.failNext(error);
    const delivery = bot().deliver(aNotice(), "r1/3", undefined);
    await expect(delivery).rejects.toMatchObject({ permanent, message: expect.stringContaining(error) });
  });

  it("waits as long as a 429 says", async () => {
    server.failNext({ retryAfterSeconds: 30 });
    const delivery = bot().deliver(aNotice(), "r1/3", undefined);
    await expect(delivery).rejects.toMatchObject({ permanent: false, retryAfterMs: 30_000 });
  });

  it("does not show a token that Slack refuses", async () => {
    const delivery = bot("xoxb-wrong").deliver(aNotice(), "r1/3", undefined);
    await expect(delivery).rejects.toMatchObject({ permanent: true, message: expect.not.stringContaining("xoxb") });
  });
});

describe("the Slack incoming webhook's channel", () => {
  const url = "https://hooks.slack.test/services/T0/B0/s3cret";
  const channel = new SlackWebhookChannel({ name: "sre", wantsProgress: false, url, clock });
  const hook = () => nock("https://hooks.slack.test").post("/services/T0/B0/s3cret");
  beforeEach(() => nock.disableNetConnect());
  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
  });

  it("posts a message of its own for each notice", async () => {
    hook().reply(200, "ok");
    await expect(channel.deliver(aNotice())).resolves.toBeUndefined();
  });

  it.each([
    [404, "no_service", true],
    [403, "action_prohibited", true],
    [500, "rollup_error", false],
    [429, "", false],
  ])("takes %d %s as permanent: %s, and keeps its address to itself", async (status, body, permanent) => {
    hook().reply(status, body);
    const expected = { permanent, message: expect.not.stringMatching(/s3cret|hooks/) };
    await expect(channel.deliver(aNotice())).rejects.toMatchObject(expected);
  });
});
