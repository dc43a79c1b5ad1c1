import { describe, expect, it } from "vitest";
import { startRollout } from "../../src/rollout/engine.ts";
import { findUndo } from "../../src/rollout/find-undo.ts";
import type { Clock } from "../../src/rollout/ports.ts";
import { reconcile } from "../../src/rollout/reconcile.ts";
import { type Bench, bench, scripted, trafficBench, v1, v2, v3 } from "./bench.ts";
import { MortalTarget } from "./mortal-target.ts";
import { brought, passing, serving, undo, wave } from "./undo-bench.ts";

describe("a run that takes back what it brought, where the record was lost,", () => {
  it("calls somebody, each time, when its release serves", async () => {
    const made = await brought();
    made.target.stored = undefined;
    const told = made.channel.got.length;
    for (const holder of ["undo 1", "undo 2"]) {
      expect(await reconcile(undo({ holder }), made.ports)).toMatchObject({
        kind: "refused",
        refusal: "needs-decision",
      });
    }
    expect(await serving(made)).toBe("1.1.0");
    expect(made.channel.got.slice(told).map(({ notice }) => notice)).toMatchObject([
      { kind: "frozen", version: "1.1.0", text: expect.stringContaining("nobody knows who brought it") },
    ]);
  });

  it("takes back its own candidate, and nobody else's", async () => {
    for (const candidate of [v2, v3]) {
      const made = await bench({ live: v1 });
      const actor = new MortalTarget(made.target);
      const foreign = made.request({ candidate, isAncestor: async () => false });
      const stuck = scripted(() => "continue");
      void startRollout(foreign, { ...made.ports, target: actor }, stuck);
      await made.clock.until(made.clock.nowMs() + 4_000);
      const percent = made.target.candidatePercent;
      made.target.stored = undefined;
      const { kind } = await reconcile(undo(), made.ports);
      expect(kind).toBe(candidate === v2 ? "rolled-back" : "nothing-to-do");
      expect(made.target.candidatePercent).toBe(candidate === v2 ? 0 : percent);
    }
  });

  it("calls somebody when its candidate is the first release: there is nothing to go back to", async () => {
    const made = await bench({});
    const actor = new MortalTarget(made.target);
    const stuck = scripted(() => "continue");
    void startRollout(made.request(wave), { ...made.ports, target: actor }, stuck);
    await made.clock.until(made.clock.nowMs() + 8_000);
    actor.kill();
    made.target.stored = undefined;
    const { arms } = await made.target.observe();
    expect([arms.stable, arms.candidate?.release]).toEqual([undefined, v2]);
    expect(await reconcile(undo(), made.ports)).toMatchObject({
      kind: "refused",
      refusal: "needs-decision",
      message: expect.stringContaining("but 1.1.0 stays in production: the record of info was lost, and nothing else"),
    });
    expect(made.target.arms.candidate?.release).toEqual(v2);
  });

  it("leaves a rollout of somebody else over its release, and does not say that all is well", async () => {
    const made = await brought();
    const actor = new MortalTarget(made.target);
    const foreign = made.request({ candidate: v3, runUrl: "run/2", isAncestor: async () => false });
    const stuck = scripted(() => "continue");
    void startRollout(foreign, { ...made.ports, target: actor }, stuck);
    await made.clock.until(made.clock.nowMs() + 4_000);
    const percent = made.target.candidatePercent;
    made.target.stored = undefined;
    expect(await reconcile(undo(), made.ports)).toMatchObject({ kind: "refused", refusal: "needs-decision" });
    expect([made.target.candidatePercent, made.target.stored]).toEqual([percent, undefined]);
  });
});

describe("the audit says which run was to take which release back", () => {
  const noted = ({ target }: Bench, runUrl = "run/1", digest = v2.digest) => {
    const record = target.stored?.record;
    return record !== undefined && findUndo(record, { digest, runUrl }) !== undefined;
  };

  it.each<[string, () => Promise<Bench>]>([
    ["it stays", () => brought({ irreversibleFromPercent: 0 })],
    [
      "what is brought back does not start",
      async () => {
        const made = await brought();
        made.target.startsWithin = ({ version }) => (version === "1.0.0" ? Number.POSITIVE_INFINITY : 500);
        return made;
      },
    ],
  ])("although %s", async (_, make) => {
    const made = await make();
    expect(noted(made)).toBe(false);
    await reconcile(undo(), made.ports);
    expect(made.target.stored?.record.live).toEqual(v2);
    expect([noted(made), noted(made, "run/2"), noted(made, "run/1", v1.digest)]).toEqual([true, false, false]);
  });

  it.each([true, false])("although a person promotes what was frozen (before the undo: %s)", async (isFrozenBefore) => {
    const made = await trafficBench(v1);
    const request = made.request({ ...wave, irreversibleFromPercent: 0 });
    const actor = new MortalTarget(made.target);
    const assess = scripted((percent) => (isFrozenBefore && percent >= 20 ? "fail" : "continue"));
    const rollout = startRollout(request, { ...made.ports, target: actor }, assess);
    if (isFrozenBefore) expect((await rollout).kind).toBe("frozen");
    else await made.clock.until(made.clock.nowMs() + 4_000);
    if (!isFrozenBefore) actor.kill();
    const percent = made.target.candidatePercent;
    for (const holder of ["undo 1", "undo 2"]) {
      expect((await reconcile(undo({ holder }), made.ports)).kind).toBe("frozen");
    }
    const { record, revision } = made.target.stored ?? {};
    if (record?.rollout === undefined) throw new TypeError("there is no rollout");
    const told = made.channel.got.filter(({ notice }) => notice.text.includes("1.1.0 is frozen at"));
    expect(told.map(({ notice }) => notice)).toMatchObject(
      isFrozenBefore ? [{ kind: "frozen", version: "1.1.0", candidatePercent: percent }] : [],
    );
    const by = { actor: "ann", reason: "keep it", atMs: made.clock.nowMs() };
    const command = { id: "c", kind: "promote-now" as const, rolloutId: record.rollout.id, ...by };
    await made.target.write({ ...record, commands: [command] }, revision);
    const { objectives, judge } = request;
    const watch = undo({ mode: "watch", runUrl: "run/8", holder: "watchdog", judging: { objectives, judge } });
    expect((await reconcile(watch, made.ports)).kind).toBe("succeeded");
    expect(made.target.stored?.record.live).toEqual(v2);
    expect([noted(made), noted(made, "run/2")]).toEqual([true, false]);
  });

  it("whatever the clocks of two runners say", async () => {
    const made = await brought({ irreversibleFromPercent: 0 });
    const { clock } = made;
    const slow: Clock = {
      nowMs: () => clock.nowMs() - 60_000,
      until: (atMs, signal) => clock.until(atMs + 60_000, signal),
    };
    await reconcile(undo(), { ...made.ports, clock: slow });
    expect(noted(made)).toBe(true);
  });

  it("until the release is brought there anew", async () => {
    const made = await brought();
    await reconcile(undo(), made.ports);
    expect(noted(made)).toBe(true);
    await made.clock.until(made.clock.nowMs() + 1_000);
    const again = made.request({ ...wave, retryReason: "us is mended" });
    expect((await startRollout(again, made.ports, passing)).kind).toBe("succeeded");
    expect(noted(made)).toBe(false);
    expect((await reconcile(undo({ holder: "undo 2" }), made.ports)).kind).toBe("succeeded");
    expect(made.target.stored?.record.live).toEqual(v1);
  });
});
