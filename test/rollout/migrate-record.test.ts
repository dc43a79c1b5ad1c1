import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bounded } from "../../src/rollout/bounded.ts";
import { startRollout } from "../../src/rollout/engine.ts";
import { currentFormat, migrateRecord } from "../../src/rollout/migrate-record.ts";
import { noticeOf } from "../../src/rollout/notice-of.ts";
import { enqueue } from "../../src/rollout/outbox.ts";
import type { Channel } from "../../src/rollout/ports.ts";
import { reconcile } from "../../src/rollout/reconcile.ts";
import { enter } from "../../src/rollout/transition.ts";
import { bench, liveRecord, scripted, v1, v2, v3 } from "./bench.ts";
import { recordIn } from "./record-in.ts";

const folder = new URL("records/", import.meta.url);
const stored = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), "utf8"));

/** What a tidegate of that format really wrote. */
const fixtures = readdirSync(folder).filter((name) => name.endsWith(".json"));

describe("a stored record", () => {
  it.each(fixtures)("%s is read as one of today", (name) => {
    expect(migrateRecord(stored(name), name).formatVersion).toBe(currentFormat);
  });

  it("of every format up to today's has a fixture", () => {
    const formats = new Set(fixtures.map((name) => Number(/^format-(\d+)-/.exec(name)?.[1])));
    expect([...formats].sort()).toEqual(Array.from({ length: currentFormat }, (_, index) => index + 1));
  });

  it("of format 1 keeps all that it said", () => {
    const record = migrateRecord(stored("format-1-observing.json"), "here");
    expect(record).toMatchObject({
      epoch: 5,
      live: v1,
      quarantine: [{ kind: "failed", digest: v2.digest }],
      rollout: {
        phase: "observing",
        candidate: v3,
        lease: { mode: "drive", holder: "run 2" },
        governance: { freezes: [] },
      },
      commands: [],
      audit: [],
    });
    expect(record.outbox.length).toBeGreaterThan(0);
  });

  it("of format 1, left behind by an engine of then, is taken back by the watchdog of today", async () => {
    const made = await bench({ live: v1, enforcesLease: false });
    const record = migrateRecord(stored("format-1-observing.json"), "here");
    await made.target.write(record, made.target.stored?.revision);
    const where = { service: "info", environment: "production", reason: "schedule", actor: "w", holder: "w 1" };
    await made.clock.until(made.clock.nowMs() + 100_000);
    expect((await reconcile({ ...where, mode: "watch" }, made.ports)).kind).toBe("rolled-back");
  });

  it("of today survives being read", () => {
    for (const record of [liveRecord(v1), recordIn("observing"), recordIn("holding")]) {
      expect(migrateRecord(JSON.parse(JSON.stringify(record)), "here")).toEqual(record);
    }
  });
});

describe("what is stored cannot be decided from", () => {
  it.each([
    ["by a newer tidegate", { ...liveRecord(v1), formatVersion: 3 }, "written by a newer tidegate (format 3"],
    ["and is no record", { hello: "world" }, "cannot be understood"],
    ["and is half a record", { formatVersion: 2, service: "info" }, "cannot be understood"],
    ["and is no JSON object", undefined, "cannot be understood"],
    ["with a version that is none", { ...liveRecord(v1), formatVersion: 1.5 }, "cannot be understood"],
  ])("when it was written %s", (_, value, text) => {
    expect(() => migrateRecord(value, "/var/record.json")).toThrow(
      expect.objectContaining({ code: "corrupt-record", message: expect.stringContaining(text) }),
    );
  });

  it("but a judge's memory of another tidegate is only left out", () => {
    const record = { ...recordIn("observing") };
    const strange = { ...record, rollout: { ...record.rollout, judge: { wisdom: 42 } } };
    expect(migrateRecord(JSON.parse(JSON.stringify(strange)), "here").rollout?.judge).toBeUndefined();
  });
});

describe("a record", () => {
  it("stays small however often it holds, fails and is tried again", async () => {
    const made = await bench({ live: v1 });
    for (let index = 0; index < 25; index++) {
      const candidate = index % 2 === 0 ? v2 : v3;
      await startRollout(
        made.request({ candidate, retryReason: "again" }),
        made.ports,
        scripted(() => "fail"),
      );
    }
    const record = made.target.stored?.record;
    expect(record?.history).toHaveLength(20);
    expect(record?.quarantine).toHaveLength(2);
    expect(record?.audit).toHaveLength(23);
    expect(JSON.stringify(record).length).toBeLessThan(60_000);
  });

  it("keeps the beginning and the end of a story that is too long", () => {
    const { rollout } = recordIn("observing");
    if (rollout === undefined) throw new Error("no rollout");
    let long = rollout;
    for (let line = 0; line < 500; line++) long = enter(long, "observing", line, `line ${line}`);
    expect(long.timeline).toHaveLength(200);
    expect([long.timeline[0]?.text, long.timeline[19]?.text, long.timeline.at(-1)?.text]).toEqual([
      "line 0",
      "line 19",
      "line 499",
    ]);
  });

  it("loses progress before it loses anything else that nobody took", () => {
    const base = recordIn("observing");
    const told = Array.from({ length: 80 }).reduce<typeof base>((record) => {
      const started = enqueue(record, aNotice(record, "started"), [{ name: "gone", wantsProgress: true }]);
      return enqueue(started, aNotice(record, "rollback-failed"), [{ name: "gone", wantsProgress: true }]);
    }, base);
    expect(bounded(told).outbox).toHaveLength(100);
  });

  it("gives up a notice after a week, and not before", async () => {
    const made = await bench({ live: v1 });
    await startRollout(
      made.request(),
      { ...made.ports, channels: [gone] },
      scripted(() => "pass"),
    );
    const where = { service: "info", environment: "production", reason: "schedule", actor: "w", holder: "w 1" };
    const left = async () => {
      await reconcile({ ...where, mode: "watch" }, made.ports);
      return made.target.stored?.record.outbox.length;
    };
    const endedMs = made.clock.nowMs();
    expect(await left()).toBeGreaterThan(0);
    await made.clock.until(endedMs + 6 * 86_400_000);
    expect(await left()).toBeGreaterThan(0);
    await made.clock.until(endedMs + 7 * 86_400_000);
    expect(await left()).toBe(0);
    expect(made.log.lines.join()).toContain("a week old and were given up");
  });
});

const aNotice = (record: ReturnType<typeof recordIn>, kind: "started" | "rollback-failed") => {
  if (record.rollout === undefined) throw new Error("no rollout");
  return noticeOf(record, record.rollout, kind, kind, 0);
};

/** A channel that is no longer in the manifest of those who come later. */
const gone: Channel = {
  name: "gone",
  wantsProgress: false,
  deliver: async () => {
    throw new Error("down");
  },
};
