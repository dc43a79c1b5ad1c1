import { describe, expect, it } from "vitest";
import { startRollout } from "../../src/rollout/engine.ts";
import { findUndo } from "../../src/rollout/find-undo.ts";
import { isFinal } from "../../src/rollout/notice.ts";
import type { Clock } from "../../src/rollout/ports.ts";
import { reconcile } from "../../src/rollout/reconcile.ts";
import type { ReconcileRequest, RolloutRequest } from "../../src/rollout/request.ts";
import { type Bench, bench, scripted, trafficBench, v1, v2, v3 } from "./bench.ts";
import { MortalTarget } from "./mortal-target.ts";

const passing = scripted(() => "pass");
const wave = { runUrl: "run/1" };

/** Takes 1.1.0 back, as the wave's own run does. */
function undo(changes: Partial<ReconcileRequest> = {}): ReconcileRequest {
  const reason = "wave production went back in us";
  const where = { service: "info", environment: "production" };
  return { ...where, mode: "undo", digest: v2.digest, reason, actor: "grace", holder: "undo 1", ...wave, ...changes };
}

/** 1.0.0 was live; 1.1.0 is, through the wave's run. */
async function brought(changes: Partial<RolloutRequest> = {}, isFirst = false): Promise<Bench> {
  const made = await bench(isFirst ? {} : { live: v1 });
  const { kind } = await startRollout(made.request({ ...wave, ...changes }), made.ports, passing);
  expect(kind).toBe("succeeded");
  return made;
}

const finals = ({ channel }: Bench) => channel.got.filter(({ notice }) => isFinal(notice));
const serving = async ({ target }: Bench) => (await target.observe()).arms.stable?.release.version;

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
