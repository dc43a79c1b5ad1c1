import { describe, expect, it } from "vitest";
import { DeliveryError } from "../../src/rollout/delivery-error.ts";
import { startRollout } from "../../src/rollout/engine.ts";
import { flushOutbox } from "../../src/rollout/flush-outbox.ts";
import type { Notice } from "../../src/rollout/notice.ts";
import { claim, dueEntries, enqueue, settle } from "../../src/rollout/outbox.ts";
import { bench, RecordingChannel, scripted, v1, v2, v3 } from "./bench.ts";
import { recordIn } from "./record-in.ts";

const passing = scripted(() => "pass");
const team = { name: "team", wantsProgress: true };
const boss = { name: "boss", wantsProgress: false };

function notice(kind: Notice["kind"], atMs = 0): Notice {
  const { service, environment } = recordIn("observing");
  const what = { version: "1.1.0", rolloutId: "r1", phase: "observing", candidatePercent: 5 } as const;
  return { kind, service, environment, ...what, text: kind, reason: "", actor: "ada", atMs };
}

const kinds = (record: { outbox: { destination: string; notice: Notice }[] }, name: string) =>
  record.outbox.filter(({ destination }) => destination === name).map((entry) => entry.notice.kind);

describe("the outbox", () => {
  it("replaces progress that nobody has read yet, and nothing else", () => {
    const record = (["started", "progress", "progress", "rollback-failed", "progress", "succeeded"] as const).reduce(
      (before, kind) => enqueue(before, notice(kind), [team, boss]),
      recordIn("observing"),
    );
    expect(kinds(record, "team")).toEqual(["started", "rollback-failed", "succeeded"]);
    expect(kinds(record, "boss")).toEqual(["started", "rollback-failed", "succeeded"]);
    expect(record.outbox.at(-1)?.key).toBe("r1/7");
  });

  it("tells progress only to those who want it", () => {
    const record = enqueue(recordIn("observing"), notice("progress"), [team, boss]);
    expect([kinds(record, "team"), kinds(record, "boss")]).toEqual([["progress"], []]);
  });

  it("lets nothing overtake within a destination, and no destination wait for another", () => {
    const both = enqueue(enqueue(recordIn("observing"), notice("started"), [team, boss]), notice("succeeded"), [
      team,
      boss,
    ]);
    const claimed = claim(both, dueEntries(both, new Set(["team"]), 0), 1_000);
    const due = dueEntries(claimed, new Set(["team", "boss"]), 500);
    expect(due.map(({ destination, notice: told }) => `${destination} ${told.kind}`)).toEqual(["boss started"]);
  });

  it("notes a result for exactly the entry that it is about", () => {
    const record = enqueue(recordIn("observing"), notice("started"), [team, boss]);
    const [entry] = dueEntries(record, new Set(["team"]), 0);
    expect(entry).toBeDefined();
    if (entry === undefined) return;
    const settled = settle(record, [{ entry, result: { kind: "delivered", messageId: "m1" } }]);
    expect([kinds(settled, "team"), kinds(settled, "boss")]).toEqual([[], ["started"]]);
    expect(settled.rollout?.messages).toEqual({ team: "m1" });
    expect(settle(settled, [{ entry, result: { kind: "delivered" } }])).toEqual(settled);
  });
});

describe("delivery", () => {
  it("edits one message for a whole rollout, and begins another for the next", async () => {
    const { ports, request, channel } = await bench({ live: v1 });
    await startRollout(request(), ports, passing);
    const { got } = channel;
    expect(got[0]?.messageId).toBeUndefined();
    expect(new Set(got.slice(1).map(({ messageId }) => messageId))).toEqual(new Set(["message rollout-1"]));
    const told = got.length;
    await startRollout(request({ candidate: v3 }), ports, passing);
    expect(got[told]?.messageId).toBeUndefined();
  });

  it("waits as long as it is asked to, and the rollout does not wait with it", async () => {
    const { ports, request, channel, clock } = await bench({ live: v1 });
    const tries: number[] = [];
    channel.answer = ({ kind }) => {
      if (kind !== "succeeded") return;
      tries.push(clock.nowMs());
      if (tries.length < 3) throw new DeliveryError("429", { retryAfterMs: 8_000 });
    };
    const { kind, undelivered } = await startRollout(request(), ports, passing);
    expect([kind, undelivered]).toEqual(["succeeded", []]);
    const [first = 0, second = 0, third = 0] = tries;
    expect([second - first, third - second]).toEqual([8_000, 8_000]);
  });

  it("that nobody takes keeps an ended rollout for 20 s, and one that was put off for longer not at all", async () => {
    const down = await bench({ live: v1 });
    down.channel.answer = () => {
      throw new DeliveryError("503");
    };
    const { rollout, undelivered } = await startRollout(down.request(), down.ports, passing);
    expect(undelivered).toEqual([
      'team has not taken "started" yet: 503',
      'team has not taken "succeeded" yet: not tried',
    ]);
    const keptMs = down.clock.nowMs() - (rollout?.endedAtMs ?? 0);
    expect(keptMs).toBeGreaterThan(1_000);
    expect(keptMs).toBeLessThanOrEqual(20_000);

    const busy = await bench({ live: v1 });
    busy.channel.answer = () => {
      throw new DeliveryError("429", { retryAfterMs: 600_000 });
    };
    const outcome = await startRollout(busy.request(), busy.ports, passing);
    expect(busy.clock.nowMs() - (outcome.rollout?.endedAtMs ?? 0)).toBeLessThan(1_000);
  });

  it("survives a minute of errors without losing or doubling the last notice", async () => {
    const { ports, request, channel, clock } = await bench({ live: v1 });
    const downUntilMs = clock.nowMs() + 60_000;
    let tries = 0;
    channel.answer = () => {
      if (clock.nowMs() < downUntilMs) {
        tries += 1;
        throw tries % 2 === 0 ? new DeliveryError("500") : new DeliveryError("429", { retryAfterMs: 5_000 });
      }
    };
    const { kind } = await startRollout(request(), ports, passing);
    expect(kind).toBe("succeeded");
    expect(tries).toBeGreaterThan(3);
    expect(channel.kinds()).toEqual([]);
    expect(await flushOutbox(ports)).toEqual([]);
    expect(channel.kinds()).toEqual(["started", "succeeded"]);
  });

  it("of the last notice is noted although the next rollout owns the record by then", async () => {
    const { ports, request, channel, clock, target } = await bench({ live: v1 });
    const slowly = channel.deliver.bind(channel);
    channel.deliver = async (told, ...rest) => {
      if (told.kind === "succeeded" && told.version === v2.version) await clock.until(clock.nowMs() + 4_000);
      return slowly(told, ...rest);
    };
    const first = startRollout(request(), ports, passing);
    while (target.stored?.record.rollout?.phase !== "succeeded") await clock.until(clock.nowMs() + 100);
    const second = startRollout(request({ candidate: v3, holder: "run 2" }), ports, passing);
    expect([(await first).kind, (await second).kind]).toEqual(["succeeded", "succeeded"]);
    await clock.until(clock.nowMs() + 120_000);
    await flushOutbox(ports);
    const finals = channel.got.filter(({ notice: told }) => told.kind === "succeeded").map(({ key }) => key);
    expect(finals).toEqual([...new Set(finals)]);
    expect(finals).toHaveLength(2);
    expect(target.stored?.record.outbox).toEqual([]);
  });

  it("is not done again because the record could not be written for a moment", async () => {
    const { ports, request, channel, clock, target } = await bench({ live: v1 });
    let downUntilMs = 0;
    channel.answer = ({ kind }) => {
      if (kind === "succeeded" && downUntilMs === 0) downUntilMs = clock.nowMs() + 3_000;
    };
    target.faults.write = () => (clock.nowMs() < downUntilMs ? "refuses" : undefined);
    const { kind, undelivered } = await startRollout(request(), ports, passing);
    expect([kind, undelivered]).toEqual(["succeeded", []]);
    await clock.until(clock.nowMs() + 120_000);
    await flushOutbox(ports);
    expect(channel.kinds().filter((told) => told === "succeeded")).toHaveLength(1);
  });

  it("gives up what is refused for good, and says so", async () => {
    const { ports, request, channel } = await bench({ live: v1 });
    channel.answer = () => {
      throw new DeliveryError("404 no such webhook", { permanent: true });
    };
    const { kind, undelivered } = await startRollout(request(), ports, passing);
    expect(kind).toBe("succeeded");
    expect(undelivered).toContain('team refused "succeeded": 404 no such webhook');
  });

  it("to one channel does not depend on another that hangs or fails", async () => {
    const { ports, request, target, clock } = await bench({ live: v1 });
    const hanging = new RecordingChannel("hanging");
    hanging.deliver = () => new Promise<never>(() => {});
    const good = new RecordingChannel("good");
    const startedMs = clock.nowMs();
    const { kind } = await startRollout(request(), { ...ports, channels: [hanging, good] }, passing);
    expect(kind).toBe("succeeded");
    expect(target.stored?.record.live).toEqual(v2);
    expect(clock.nowMs() - startedMs).toBeLessThan(120_000);
    expect(good.kinds().at(-1)).toBe("succeeded");
  });
});
