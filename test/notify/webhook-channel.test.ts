import { createServer } from "node:http";
import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebhookChannel } from "../../src/notify/webhook-channel.ts";
import { DeliveryError } from "../../src/rollout/delivery-error.ts";
import { startLoopback } from "../../src/testing/loopback.ts";
import { startWebhookSink } from "../../src/testing/webhook-sink.ts";
import { aNotice } from "./a-notice.ts";

const nowMs = 1_700_000_000_000;
const secretPath = "/hook/s3cret-path";
const channel = new WebhookChannel({
  name: "team",
  wantsProgress: true,
  url: `https://hooks.example.test${secretPath}?token=t0p`,
  signingKey: "k3y",
  clock: { nowMs: () => nowMs },
  timeoutMs: 200,
});
const hook = () => nock("https://hooks.example.test").post(secretPath).query(true);
const failure = async (): Promise<DeliveryError> => {
  const error = await channel.deliver(aNotice(), "r1/1").then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DeliveryError)) throw new TypeError(`expected a DeliveryError, got ${String(error)}`);
  return error;
};

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.abortPendingRequests();
  nock.cleanAll();
  nock.enableNetConnect();
});

describe("the webhook channel", () => {
  it("posts the notice, signed, with the key by which repeats are dropped", async () => {
    nock.enableNetConnect("127.0.0.1");
    const sink = await startWebhookSink({ signingKey: "k3y" });
    const options = { name: "team", wantsProgress: true, url: sink.url, clock: { nowMs: () => Date.now() } };
    await new WebhookChannel({ ...options, signingKey: "k3y" }).deliver(aNotice(), "r1/1");
    await new WebhookChannel({ ...options, signingKey: "k3y" }).deliver(aNotice(), "r1/1");
    await expect(new WebhookChannel({ ...options, signingKey: "other" }).deliver(aNotice(), "r1/2")).rejects.toThrow();
    await expect(new WebhookChannel(options).deliver(aNotice(), "r1/3")).rejects.toMatchObject({ permanent: true });
    expect(sink.notices).toEqual([{ schema: 1, key: "r1/1", ...aNotice() }]);
    expect(sink.repeats).toBe(1);
    expect(sink.refused).toEqual(["signature", "signature"]);
    await sink.close();
  });

  it.each([
    [429, { "Retry-After": "7" }, { permanent: false, retryAfterMs: 7_000 }],
    [429, { "Retry-After": "Tue, 14 Nov 2023 22:13:29 GMT" }, { permanent: false, retryAfterMs: 9_000 }],
    [429, {}, { permanent: false, retryAfterMs: undefined }],
    [503, { "Retry-After": "2" }, { permanent: false, retryAfterMs: 2_000 }],
    [500, {}, { permanent: false }],
    [408, {}, { permanent: false }],
    [400, {}, { permanent: true }],
    [404, { "Retry-After": "2" }, { permanent: true, retryAfterMs: undefined }],
    [410, {}, { permanent: true }],
  ])("takes %d %j for %j", async (status, headers, expected) => {
    hook().reply(status, "", headers);
    expect(await failure()).toMatchObject(expected);
  });

  it("does not follow a redirect with what it signed", async () => {
    const elsewhere = nock("https://elsewhere.test").post("/").reply(204);
    hook().reply(307, "", { Location: "https://elsewhere.test/" });
    expect(await failure()).toMatchObject({ permanent: true });
    expect(elsewhere.isDone()).toBe(false);
  });

  it("tries again later when there is no answer in time", async () => {
    nock.enableNetConnect("127.0.0.1");
    const silent = await startLoopback(createServer(() => {}));
    const options = { name: "team", wantsProgress: true, url: silent.url, clock: { nowMs: () => nowMs } };
    const delivery = new WebhookChannel({ ...options, timeoutMs: 200 }).deliver(aNotice(), "r1/1");
    await expect(delivery).rejects.toMatchObject({
      permanent: false,
      message: expect.stringContaining("within 0.2 s"),
    });
    await silent.close();
  });

  it.each([
    ["refused", () => hook().replyWithError(Object.assign(new Error(secretPath), { code: "ECONNREFUSED" }))],
    ["a 500", () => hook().reply(500, secretPath)],
  ])("says nothing of the address when it is %s, not even in a cause", async (_, arrange) => {
    arrange();
    const error = await failure();
    const all = `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
    expect(all).not.toMatch(/s3cret|t0p|k3y|hooks\.example/);
    expect(all).toContain('webhook "team"');
  });
});
