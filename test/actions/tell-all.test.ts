import { describe, expect, it } from "vitest";
import { tellAll } from "../../actions/deploy-status/tell-all.ts";
import { DeliveryError } from "../../src/rollout/delivery-error.ts";
import type { Notice } from "../../src/rollout/notice.ts";
import { RecordingChannel } from "../rollout/bench.ts";
import { FakeClock } from "../rollout/fake-clock.ts";

const notice: Notice = {
  kind: "failed",
  service: "info",
  environment: "production",
  version: "1.1.0",
  rolloutId: "run-42",
  phase: "abandoned",
  candidatePercent: 0,
  text: "The run stopped.",
  reason: "a test",
  actor: "ada",
  atMs: 0,
};

async function tell(...channels: RecordingChannel[]) {
  const clock = new FakeClock();
  const startedMs = clock.nowMs();
  const problems = await tellAll(channels, { notice, key: "run-42/failed", untilMs: startedMs + 90_000 }, clock);
  return { problems, tookMs: clock.nowMs() - startedMs };
}

function failing(name: string, error: () => unknown): RecordingChannel {
  const channel = new RecordingChannel(name);
  channel.answer = () => {
    throw error();
  };
  return channel;
}

describe("tellAll", () => {
  it.each([
    ["is refused for good", () => new DeliveryError("404", { permanent: true }), "broken: 404"],
    ["asks for an hour", () => new DeliveryError("429", { retryAfterMs: 3_600_000 }), "broken: 429"],
    ["has a defect", () => new TypeError("no function"), "broken: no function"],
  ])("tells the others when one channel %s, at once", async (_, error, problem) => {
    const good = new RecordingChannel("good");
    expect(await tell(failing("broken", error), good)).toEqual({ problems: [problem], tookMs: 0 });
    expect(good.kinds()).toEqual(["failed"]);
  });

  it("gives a channel that never answers up in the end", async () => {
    const hanging = new RecordingChannel("hanging");
    hanging.deliver = () => new Promise<never>(() => {});
    const { problems, tookMs } = await tell(hanging);
    expect(problems).toEqual(["hanging: no answer in 10 s"]);
    expect(tookMs).toBeLessThanOrEqual(100_000);
  });

  it("goes on until a channel that was down takes it", async () => {
    let tries = 0;
    const flaky = new RecordingChannel("flaky");
    flaky.answer = () => {
      tries += 1;
      if (tries < 4) throw new DeliveryError("500");
    };
    expect(await tell(flaky)).toEqual({ problems: [], tookMs: 7_000 });
  });
});
