import { describe, expect, it } from "vitest";
import { startRollout } from "../../src/rollout/engine.ts";
import { isFinal } from "../../src/rollout/notice.ts";
import { reconcile } from "../../src/rollout/reconcile.ts";
import type { ReconcileRequest } from "../../src/rollout/request.ts";
import { type Bench, bench, limits, liveRecord, release, scripted, v1, v2, v3 } from "./bench.ts";
import { MortalTarget } from "./mortal-target.ts";

const passing = scripted(() => "pass");

function asked(mode: ReconcileRequest["mode"], changes: Partial<ReconcileRequest> = {}): ReconcileRequest {
  const where = { service: "info", environment: "production" };
  return { ...where, mode, reason: "it hurts", actor: "grace", holder: `${mode} 1`, ...changes };
}

/** An actor that died at 5 %; its lease is still valid. */
async function deadAtFivePercent(made: Bench, runUrl?: string): Promise<void> {
  const actor = new MortalTarget(made.target);
  const request = made.request(runUrl === undefined ? {} : { runUrl });
  void startRollout(
    request,
    { ...made.ports, target: actor },
    scripted(() => "continue"),
  );
  await made.clock.until(made.clock.nowMs() + 4_000);
  expect(made.target.candidatePercent).toBe(5);
  actor.kill();
}

describe("reconcile", () => {
  it.each(["watch", "recover", "rollback"] as const)("%s says so when nothing was ever delivered", async (mode) => {
    const { ports } = await bench();
    expect((await reconcile(asked(mode), ports)).kind).toBe("nothing-to-do");
  });

  it.each(["watch", "recover"] as const)("%s leaves alone what somebody else drives", async (mode) => {
    const made = await bench({ live: v1 });
    const rollout = startRollout(made.request({ runUrl: "run/1" }), made.ports, passing);
    await made.clock.until(made.clock.nowMs() + 4_000);
    const epoch = made.target.stored?.record.epoch;
    expect((await reconcile(asked(mode, { runUrl: "run/2" }), made.ports)).kind).toBe("in-progress");
    expect(made.target.stored?.record.epoch).toBe(epoch);
    expect((await rollout).kind).toBe("succeeded");
  });

  it.each([
    ["watch", "run/1", "in-progress"],
    ["recover", "run/1", "rolled-back"],
    ["recover", "run/2", "in-progress"],
    ["recover", undefined, "in-progress"],
    ["rollback", undefined, "rolled-back"],
  ] as const)("%s by %s, of what run/1 left behind a moment ago: %s", async (mode, runUrl, kind) => {
    const made = await bench({ live: v1 });
    await deadAtFivePercent(made, "run/1");
    const outcome = await reconcile(asked(mode, runUrl === undefined ? {} : { runUrl }), made.ports);
    expect(outcome.kind).toBe(kind);
    expect(made.target.candidatePercent).toBe(kind === "rolled-back" ? 0 : 5);
  });

  it("needs neither metrics nor registry nor the old engine to take a rollout back, and does it once", async () => {
    const made = await bench({ live: v1 });
    await deadAtFivePercent(made);
    await made.clock.until(made.clock.nowMs() + limits.leaseMs);
    expect((await reconcile(asked("watch"), made.ports)).kind).toBe("rolled-back");
    const after = made.target.stored;
    expect((await reconcile(asked("watch"), made.ports)).kind).toBe("nothing-to-do");
    expect(made.target.stored).toEqual(after);
    expect(made.target.done.filter(({ effect }) => effect.kind === "prepare")).toHaveLength(1);
    expect(made.channel.got.filter(({ notice }) => isFinal(notice))).toHaveLength(1);
  });

  it("lets one of many watchdogs through", async () => {
    const made = await bench({ live: v1, enforcesLease: false });
    await deadAtFivePercent(made);
    await made.clock.until(made.clock.nowMs() + limits.leaseMs);
    const watchdogs = [1, 2, 3].map((n) => reconcile(asked("watch", { holder: `watchdog ${n}` }), made.ports));
    const kinds = (await Promise.all(watchdogs)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "rolled-back")).toHaveLength(1);
    expect(made.channel.got.filter(({ notice }) => isFinal(notice))).toHaveLength(1);
  });

  it("takes a living engine's rollout from it, and the engine touches nothing more", async () => {
    const made = await bench({ live: v1 });
    const engine = startRollout(made.request(), made.ports, passing);
    await made.clock.until(made.clock.nowMs() + 4_000);
    const rollback = await reconcile(asked("rollback"), made.ports);
    expect([rollback.kind, (await engine).kind]).toEqual(["rolled-back", "lost"]);
    expect(made.target.stored?.record).toMatchObject({
      live: v1,
      rollout: { failure: { kind: "manual" } },
      quarantine: [],
    });
    expect(made.target.done.at(-1)?.effect.kind).toBe("restore");
    expect(made.channel.got.filter(({ notice }) => isFinal(notice))).toHaveLength(1);
  });

  it("goes on trying after a rollback that failed, and says so once", async () => {
    // A target that enforces the lease would take the traffic back by itself in between.
    const made = await bench({ live: v1, enforcesLease: false });
    made.target.faults.effect = ({ kind }) => (kind === "restore" ? "refuses" : undefined);
    const failed = await startRollout(
      made.request(),
      made.ports,
      scripted(() => "fail"),
    );
    expect(failed.kind).toBe("rollback-failed");
    expect((await reconcile(asked("watch"), made.ports)).kind).toBe("rollback-failed");
    made.target.faults = {};
    expect((await reconcile(asked("watch"), made.ports)).kind).toBe("rolled-back");
    const kinds = made.channel.kinds().filter((kind) => kind !== "progress");
    expect(kinds).toEqual(["started", "rollback-failed", "rolled-back"]);
    expect(made.target.stored?.record.quarantine).toHaveLength(1);
  });

  it("finishes a promotion whose engine died between the deed and its record", async () => {
    const made = await bench({ live: v1 });
    const actor = new MortalTarget(made.target);
    made.target.faults.effect = ({ kind }) => {
      if (kind === "promote") actor.kill();
      return undefined;
    };
    void startRollout(made.request(), { ...made.ports, target: actor }, passing);
    await made.clock.until(made.clock.nowMs() + 200_000);
    expect(made.target.stored?.record.rollout?.phase).toBe("promoting");
    expect((await reconcile(asked("watch"), made.ports)).kind).toBe("succeeded");
    expect(made.target.stored?.record).toMatchObject({ live: v2, previous: [v1] });
  });

  it("delivers what could not be delivered before", async () => {
    const made = await bench({ live: v1 });
    made.channel.answer = () => {
      throw new Error("the network is down");
    };
    const outcome = await startRollout(made.request(), made.ports, passing);
    expect(outcome.kind).toBe("succeeded");
    expect(outcome.undelivered.join()).toContain('team has not taken "succeeded" yet');
    made.channel.answer = () => {};
    await made.clock.until(made.clock.nowMs() + 61_000);
    await reconcile(asked("watch"), made.ports);
    expect(made.channel.kinds()).toEqual(["started", "succeeded"]);
    expect(made.target.stored?.record.outbox).toEqual([]);
  });
});

describe("many who reconcile at once", () => {
  it("deliver each waiting notice once", async () => {
    const made = await bench({ live: v1 });
    made.channel.answer = () => {
      throw new Error("the network is down");
    };
    await startRollout(made.request(), made.ports, passing);
    made.channel.answer = () => {};
    await made.clock.until(made.clock.nowMs() + 61_000);
    await Promise.all([1, 2, 3].map((n) => reconcile(asked("watch", { holder: `watchdog ${n}` }), made.ports)));
    expect(made.channel.kinds()).toEqual(["started", "succeeded"]);
  });
});

describe("going back by hand", () => {
  /** v1, then v2, then v3 were rolled out. */
  async function thirdRelease(): Promise<Bench> {
    const made = await bench({ live: v1 });
    await startRollout(made.request({ candidate: v2 }), made.ports, passing);
    await startRollout(made.request({ candidate: v3 }), made.ports, passing);
    expect(made.target.stored?.record).toMatchObject({ live: v3, previous: [v2, v1] });
    return made;
  }

  it("brings back what the last rollout replaced, and pressing twice does not go one too far", async () => {
    const made = await thirdRelease();
    expect((await reconcile(asked("rollback"), made.ports)).kind).toBe("succeeded");
    expect(made.target.arms.stable?.release).toEqual(v2);
    const again = await reconcile(asked("rollback"), made.ports);
    expect(again.kind).toBe("nothing-to-do");
    expect(again.message).toContain("1.0.0");
    expect(made.target.stored?.record).toMatchObject({ live: v2, previous: [v3, v1] });
  });

  it("does nothing after a rollout that took itself back", async () => {
    const made = await bench({ live: v1 });
    await startRollout(made.request({ candidate: v2 }), made.ports, passing);
    await startRollout(
      made.request({ candidate: v3 }),
      made.ports,
      scripted(() => "fail"),
    );
    expect((await reconcile(asked("rollback"), made.ports)).kind).toBe("nothing-to-do");
    expect(made.target.stored?.record.live).toEqual(v2);
  });

  it.each([
    ["a version", "1.0.0"],
    ["a digest", v1.digest],
  ])("brings back the release that is named by %s", async (_, to) => {
    const made = await thirdRelease();
    expect((await reconcile(asked("rollback", { to }), made.ports)).kind).toBe("succeeded");
    expect(made.target.stored?.record).toMatchObject({ live: v1, previous: [v3, v2] });
  });

  it.each([
    ["1.2.0", "nothing-to-do", "live already"],
    ["9.9.9", "refused", "1.1.0 (sha256:222222222222), 1.0.0 (sha256:111111111111)"],
    ["$(reboot)", "refused", '"$(reboot)" is none of the releases'],
    ["", "refused", "is none of the releases"],
  ])("to %j: %s, because %s", async (to, kind, text) => {
    const made = await thirdRelease();
    const before = made.target.done.length;
    const outcome = await reconcile(asked("rollback", { to }), made.ports);
    expect(outcome.kind).toBe(kind);
    expect(outcome.message).toContain(text);
    expect(made.target.done).toHaveLength(before);
  });

  it("is refused on the first release ever", async () => {
    const made = await bench();
    await startRollout(made.request(), made.ports, passing);
    const outcome = await reconcile(asked("rollback"), made.ports);
    expect(outcome).toMatchObject({ kind: "refused", refusal: "not-in-record" });
  });

  it("stays with what is live when the old release does not start any more, and blames nobody", async () => {
    const made = await thirdRelease();
    made.target.startsWithin = () => Number.POSITIVE_INFINITY;
    expect((await reconcile(asked("rollback"), made.ports)).kind).toBe("rolled-back");
    expect(made.target.stored?.record).toMatchObject({ live: v3, quarantine: [] });
    expect(made.target.arms.stable?.release).toEqual(v3);
  });

  it("takes back what is under way first, then goes to the release that was named", async () => {
    const v4 = release("1.3.0", "4");
    const made = await thirdRelease();
    void startRollout(
      made.request({ candidate: v4 }),
      made.ports,
      scripted(() => "continue"),
    );
    await made.clock.until(made.clock.nowMs() + 4_000);
    expect((await reconcile(asked("rollback", { to: "1.0.0" }), made.ports)).kind).toBe("succeeded");
    expect(made.target.stored?.record.live).toEqual(v1);
  });

  it("also where what was under way had no request yet", async () => {
    const v4 = release("1.3.0", "4");
    const made = await thirdRelease();
    const actor = new MortalTarget(made.target);
    void startRollout(made.request({ candidate: v4 }), { ...made.ports, target: actor }, passing);
    while (made.target.stored?.record.rollout?.phase !== "preparing") await made.clock.until(made.clock.nowMs() + 10);
    actor.kill();
    expect((await reconcile(asked("rollback", { to: "1.0.0" }), made.ports)).kind).toBe("succeeded");
    expect(made.target.stored?.record.live).toEqual(v1);
  });

  it("does nothing to a record without any rollout", async () => {
    const { ports, target } = await bench({ live: v1 });
    expect((await reconcile(asked("rollback"), ports)).kind).toBe("nothing-to-do");
    expect(target.stored?.record).toEqual(liveRecord(v1));
  });
});
