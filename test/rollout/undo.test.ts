import { describe, expect, it } from "vitest";
import { startRollout } from "../../src/rollout/engine.ts";
import { isFinal } from "../../src/rollout/notice.ts";
import { reconcile } from "../../src/rollout/reconcile.ts";
import { type Bench, bench, scripted, v1, v2, v3 } from "./bench.ts";
import { MortalTarget } from "./mortal-target.ts";
import { brought, passing, serving, undo, wave } from "./undo-bench.ts";

const finals = ({ channel }: Bench) => channel.got.filter(({ notice }) => isFinal(notice));

describe("a run that takes back what it brought", () => {
  it("brings back what was live before, by its digest, tells the team and keeps the reason", async () => {
    const made = await brought();
    expect((await reconcile(undo(), made.ports)).kind).toBe("succeeded");
    expect(await serving(made)).toBe("1.0.0");
    expect(made.target.stored?.record).toMatchObject({
      live: v1,
      rollout: { phase: "succeeded", plan: { strategy: "restore" }, reason: "wave production went back in us" },
      quarantine: [{ kind: "withdrawn", digest: v2.digest }],
      audit: [{ action: "undo", reason: "wave production went back in us", result: "1.0.0 is brought back" }],
      outbox: [],
    });
    expect(finals(made).at(-1)?.notice).toMatchObject({ kind: "succeeded", version: "1.0.0" });
  });

  it("changes nothing the second time, and tells nobody again", async () => {
    const made = await brought();
    await reconcile(undo(), made.ports);
    const before = made.target.stored;
    const told = made.channel.got.length;
    expect((await reconcile(undo({ holder: "undo 2" }), made.ports)).kind).toBe("nothing-to-do");
    expect(made.target.stored).toEqual(before);
    expect(made.channel.got).toHaveLength(told);
  });

  it("asks neither the metrics nor the registry", async () => {
    const made = await brought();
    const dead = { read: () => Promise.reject(new TypeError("nobody may ask")) };
    expect((await reconcile(undo(), { ...made.ports, metrics: dead })).kind).toBe("succeeded");
  });

  it("ends what is still under way, without waiting for its lease", async () => {
    const made = await bench({ live: v1 });
    const actor = new MortalTarget(made.target);
    const ports = { ...made.ports, target: actor };
    const stuck = scripted(() => "continue");
    void startRollout(made.request(wave), ports, stuck);
    await made.clock.until(made.clock.nowMs() + 4_000);
    actor.kill();
    expect((await reconcile(undo(), made.ports)).kind).toBe("rolled-back");
    expect(made.target.candidatePercent).toBe(0);
    expect(made.target.stored?.record.live).toEqual(v1);
  });

  it("takes back what was lost past the point of no return, whoever finished it meanwhile", async () => {
    for (const hasWatchdogBeenThere of [false, true]) {
      const made = await bench({ live: v1 });
      const actor = new MortalTarget(made.target);
      made.target.faults.effect = ({ kind }) => {
        if (kind === "promote") actor.kill();
        return undefined;
      };
      void startRollout(made.request(wave), { ...made.ports, target: actor }, passing);
      await made.clock.until(made.clock.nowMs() + 200_000);
      expect(made.target.stored?.record.rollout?.phase).toBe("promoting");
      if (hasWatchdogBeenThere) {
        await reconcile(undo({ mode: "watch", runUrl: "run/9", holder: "watchdog" }), made.ports);
        expect(made.target.stored?.record.live).toEqual(v2);
      }
      const { kind } = await reconcile(undo(), made.ports);
      expect(kind).toBe(hasWatchdogBeenThere ? "succeeded" : "rolled-back");
      expect(made.target.stored?.record.live).toEqual(v1);
      expect(await serving(made)).toBe("1.0.0");
    }
  });

  it("goes on with its own way back that was lost past the point of no return: what it takes away need not start", async () => {
    const made = await brought();
    const actor = new MortalTarget(made.target);
    made.target.faults.effect = ({ kind }) => {
      if (kind === "promote") actor.kill();
      return undefined;
    };
    void reconcile(undo(), { ...made.ports, target: actor });
    await made.clock.until(made.clock.nowMs() + 60_000);
    expect(made.target.stored?.record.rollout).toMatchObject({ phase: "promoting", plan: { strategy: "restore" } });
    made.target.faults.effect = () => undefined;
    made.target.startsWithin = ({ version }) => (version === "1.1.0" ? Number.POSITIVE_INFINITY : 500);
    expect((await reconcile(undo({ holder: "undo 2" }), made.ports)).kind).toBe("succeeded");
    expect(await serving(made)).toBe("1.0.0");
    expect(made.target.stored?.record.live).toEqual(v1);
  });

  it("does it again when it was broken off in the middle", async () => {
    const made = await brought();
    const actor = new MortalTarget(made.target);
    void reconcile(undo(), { ...made.ports, target: actor });
    while (made.target.stored?.record.rollout?.phase !== "preparing") await made.clock.until(made.clock.nowMs() + 10);
    actor.kill();
    expect((await reconcile(undo({ holder: "undo 2" }), made.ports)).kind).toBe("succeeded");
    expect(await serving(made)).toBe("1.0.0");
    expect(made.target.stored?.record.live).toEqual(v1);
  });

  it("does it again after the watchdog has ended the half that was done", async () => {
    const made = await brought();
    const actor = new MortalTarget(made.target);
    void reconcile(undo(), { ...made.ports, target: actor });
    while (made.target.stored?.record.rollout?.phase !== "preparing") await made.clock.until(made.clock.nowMs() + 10);
    actor.kill();
    await made.clock.until(made.clock.nowMs() + 60_000);
    await reconcile(undo({ mode: "watch", runUrl: "run/9", holder: "watchdog" }), made.ports);
    expect(made.target.stored?.record.live).toEqual(v2);
    expect((await reconcile(undo({ holder: "undo 2" }), made.ports)).kind).toBe("succeeded");
    expect(made.target.stored?.record.live).toEqual(v1);
  });
});

describe("a run does not bring back by itself what is in quarantine;", () => {
  it.each(["failed", "withdrawn"] as const)("somebody has to act where that is %s", async (kind) => {
    const made = await brought();
    const { stored } = made.target;
    if (stored === undefined) throw new TypeError("there is no record");
    const entry = { kind, digest: v1.digest, version: "1.0.0", rolloutId: "r", reason: "it loses data", atMs: 1 };
    await made.target.write({ ...stored.record, quarantine: [entry] }, stored.revision);
    const outcome = await reconcile(undo(), made.ports);
    expect(outcome).toMatchObject({ kind: "refused", refusal: "needs-decision" });
    expect(outcome.message).toContain("1.0.0, which it replaced, is in quarantine: it loses data");
    expect(made.target.stored?.record).toMatchObject({ live: v2, quarantine: [entry] });
  });
});

describe("a run says nothing", () => {
  it("where it never got to", async () => {
    const made = await bench({ live: v1 });
    expect((await reconcile(undo(), made.ports)).kind).toBe("nothing-to-do");
    expect(made.channel.got).toEqual([]);
  });

  it("where its release was live long ago, through another run", async () => {
    const made = await brought({ runUrl: "run/0" });
    const request = made.request({ candidate: v3, runUrl: "run/2", isAncestor: async () => false });
    await startRollout(request, made.ports, passing);
    const told = made.channel.got.length;
    expect((await reconcile(undo(), made.ports)).kind).toBe("nothing-to-do");
    expect(made.channel.got).toHaveLength(told);
  });

  it("where its rollout has gone back already", async () => {
    const made = await bench({ live: v1 });
    await startRollout(
      made.request(wave),
      made.ports,
      scripted(() => "fail"),
    );
    const told = made.channel.got.length;
    expect((await reconcile(undo(), made.ports)).kind).toBe("nothing-to-do");
    expect(made.channel.got).toHaveLength(told);
  });
});
