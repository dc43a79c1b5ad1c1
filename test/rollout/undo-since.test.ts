import { describe, expect, it } from "vitest";
import { startRollout } from "../../src/rollout/engine.ts";
import { reconcile } from "../../src/rollout/reconcile.ts";
import type { RolloutRequest } from "../../src/rollout/request.ts";
import { type Bench, bench, scripted, v1, v2, v3 } from "./bench.ts";
import { MortalTarget } from "./mortal-target.ts";
import { brought, passing, serving, undo, wave } from "./undo-bench.ts";

describe("what a run brought goes back, although somebody else has been there since", () => {
  const other = (made: Bench, changes: Partial<RolloutRequest> = {}) =>
    made.request({ candidate: v3, runUrl: "run/2", actor: "bob", isAncestor: async () => false, ...changes });

  it("with another release that failed", async () => {
    const made = await brought();
    await startRollout(
      other(made),
      made.ports,
      scripted(() => "fail"),
    );
    expect(made.target.stored?.record.live).toEqual(v2);
    expect((await reconcile(undo(), made.ports)).kind).toBe("succeeded");
    expect(await serving(made)).toBe("1.0.0");
    expect(made.target.stored?.record.live).toEqual(v1);
  });

  it("with another release that was taken back by hand again", async () => {
    const made = await brought();
    await startRollout(other(made), made.ports, passing);
    await reconcile({ ...undo({ mode: "rollback", runUrl: "run/8" }), to: "last-good" }, made.ports);
    expect(made.target.stored?.record).toMatchObject({ live: v2, previous: [v3, v1] });
    expect((await reconcile(undo(), made.ports)).kind).toBe("succeeded");
    expect(made.target.stored?.record.live).toEqual(v1);
  });

  it("with a way back that was broken off", async () => {
    const made = await brought();
    const actor = new MortalTarget(made.target);
    const person = undo({ mode: "rollback", runUrl: "run/9", holder: "ann" });
    void reconcile({ ...person, to: "last-good" }, { ...made.ports, target: actor });
    while (made.target.stored?.record.rollout?.phase !== "preparing") await made.clock.until(made.clock.nowMs() + 10);
    actor.kill();
    expect(await reconcile(undo(), made.ports)).toMatchObject({ kind: "refused", refusal: "in-progress" });
    await made.clock.until(made.clock.nowMs() + 60_000);
    await reconcile(undo({ mode: "watch", runUrl: "run/8", holder: "watchdog" }), made.ports);
    expect(made.target.stored?.record.live).toEqual(v2);
    expect((await reconcile(undo({ holder: "undo 2" }), made.ports)).kind).toBe("succeeded");
    expect(made.target.stored?.record.live).toEqual(v1);
  });

  it.each([true, false])("with a rollout that nobody drives any more (the target keeps leases: %s)", async (keeps) => {
    const made = await bench({ live: v1, enforcesLease: keeps });
    await startRollout(made.request(wave), made.ports, passing);
    const actor = new MortalTarget(made.target);
    void startRollout(
      other(made),
      { ...made.ports, target: actor },
      scripted(() => "continue"),
    );
    await made.clock.until(made.clock.nowMs() + 4_000);
    actor.kill();
    await made.clock.until(made.clock.nowMs() + 120_000);
    expect((await reconcile(undo(), made.ports)).kind).toBe("succeeded");
    expect(await serving(made)).toBe("1.0.0");
    expect(made.target.stored?.record.live).toEqual(v1);
    expect(made.target.candidatePercent).toBe(0);
  });

  it("but not when a person has taken it back meanwhile, and has brought it again", async () => {
    const made = await brought();
    const person = undo({ mode: "rollback", runUrl: "run/9", reason: "eu complains" });
    for (const to of ["last-good", v2.digest]) await reconcile({ ...person, holder: `ann, ${to}`, to }, made.ports);
    expect((await reconcile(undo(), made.ports)).kind).toBe("nothing-to-do");
    expect(made.target.stored?.record.live).toEqual(v2);
    expect(made.channel.got.at(-1)?.notice.text).toContain("1.1.0 had gone back here, and was brought again");
  });

  it("but not once more, when a person has brought it again after that", async () => {
    const made = await brought();
    await reconcile(undo(), made.ports);
    await reconcile({ ...undo({ mode: "rollback", runUrl: "run/9" }), to: v2.digest }, made.ports);
    expect(made.target.stored?.record.live).toEqual(v2);
    expect((await reconcile(undo({ holder: "undo 2" }), made.ports)).kind).toBe("nothing-to-do");
    expect(made.target.stored?.record.live).toEqual(v2);
  });
});

describe("a run leaves alone, and the team is told of,", () => {
  const lastTold = ({ channel }: Bench) => channel.got.at(-1)?.notice;

  it("a release that has taken the place of its own", async () => {
    const made = await brought();
    const request = made.request({ candidate: v3, runUrl: "run/2", isAncestor: async () => false });
    expect((await startRollout(request, made.ports, passing)).kind).toBe("succeeded");
    expect((await reconcile(undo(), made.ports)).kind).toBe("nothing-to-do");
    expect(made.target.stored?.record).toMatchObject({ live: v3, audit: [{ action: "undo" }], outbox: [] });
    const text = "wave production went back in us, but production is left as it is: 1.2.0 has taken its place";
    expect(lastTold(made)).toMatchObject({ kind: "failed", version: "1.1.0", text });
  });

  it("a place that a person has taken it from meanwhile", async () => {
    const made = await brought();
    await reconcile({ ...undo({ mode: "rollback", runUrl: "run/9", holder: "ann" }), to: "last-good" }, made.ports);
    const told = made.channel.got.length;
    expect((await reconcile(undo(), made.ports)).kind).toBe("nothing-to-do");
    expect(made.channel.got.slice(told).map(({ notice }) => notice.text)).toEqual([
      expect.stringContaining("1.0.0 has taken its place"),
    ]);
  });

  it("its release where another run has brought it", async () => {
    const made = await brought({ runUrl: "run/0" });
    expect((await reconcile(undo(), made.ports)).kind).toBe("nothing-to-do");
    expect(made.target.stored?.record.live).toEqual(v2);
    expect(lastTold(made)?.text).toContain("1.1.0 is live through another run, run/0");
  });

  it("a rollout of somebody else over its release; somebody has to act", async () => {
    const made = await brought();
    const request = made.request({ candidate: v3, runUrl: "run/2", isAncestor: async () => false });
    const other = startRollout(request, made.ports, passing);
    await made.clock.until(made.clock.nowMs() + 4_000);
    expect(await reconcile(undo(), made.ports)).toMatchObject({ kind: "refused", refusal: "in-progress" });
    expect((await other).kind).toBe("succeeded");
    const told = made.channel.got.find(({ notice }) => notice.text.includes("1.2.0 is being rolled out by ada"));
    expect(told?.notice).toMatchObject({ kind: "frozen", version: "1.1.0" });
  });

  it("a release that is its own no more, at the share that it has", async () => {
    const made = await brought({ runUrl: "run/0" });
    await reconcile(undo(), made.ports);
    expect(lastTold(made)).toMatchObject({ version: "1.1.0", phase: "succeeded", candidatePercent: 100 });
  });

  it("once, however often it is asked", async () => {
    const made = await brought();
    const request = made.request({ candidate: v3, runUrl: "run/2", isAncestor: async () => false });
    await startRollout(request, made.ports, passing);
    const told = made.channel.got.length;
    for (const holder of ["undo 1", "undo 2", "undo 3"]) {
      expect((await reconcile(undo({ holder }), made.ports)).kind).toBe("nothing-to-do");
    }
    expect(made.channel.got).toHaveLength(told + 1);
    expect(made.target.stored?.record.audit).toHaveLength(1);
  });

  it("nothing, when what it was to tell has changed before it could be written", async () => {
    const made = await brought({ runUrl: "run/0" });
    let writes = 0;
    const write = made.target.write.bind(made.target);
    made.target.write = async (record, revision) => {
      const stored = made.target.stored;
      if (writes++ === 0 && stored !== undefined) await write({ ...stored.record, live: v1 }, revision);
      return write(record, revision);
    };
    const told = made.channel.got.length;
    expect((await reconcile(undo(), made.ports)).kind).toBe("nothing-to-do");
    expect(made.channel.got).toHaveLength(told);
    expect(made.target.stored?.record).toMatchObject({ live: v1, audit: [] });
  });

  it.each<[string, Partial<RolloutRequest>, boolean, RegExp]>([
    ["what cannot be taken back", { irreversibleFromPercent: 0 }, false, /cannot be taken back, so a person has to/],
    ["a first release", {}, true, /it is the first release here/],
  ])("%s; somebody has to act", async (_, changes, isFirst, text) => {
    const made = await brought(changes, isFirst);
    expect(await reconcile(undo(), made.ports)).toMatchObject({ kind: "refused", refusal: "needs-decision" });
    expect(made.target.stored?.record.live).toEqual(v2);
    expect(lastTold(made)).toMatchObject({ kind: "frozen", text: expect.stringMatching(text) });
  });
});
