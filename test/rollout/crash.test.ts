import { describe, expect, it } from "vitest";
import { runRollout, startRollout } from "../../src/rollout/engine.ts";
import { isFinal } from "../../src/rollout/notice.ts";
import { isTerminal } from "../../src/rollout/phase.ts";
import { reconcile } from "../../src/rollout/reconcile.ts";
import type { ReconcileRequest } from "../../src/rollout/request.ts";
import { type Bench, bench, limits, scripted, trafficBench, v1, v2 } from "./bench.ts";
import { type Death, MortalTarget } from "./mortal-target.ts";

const watch: ReconcileRequest = {
  service: "info",
  environment: "production",
  mode: "watch",
  reason: "schedule",
  actor: "watchdog",
  holder: "watchdog 1",
};

/** One rollout by an actor that dies, then the watchdog once the lease is over, as often as the schedule has it. */
async function dieAndWatch(made: Bench, death: Death, verdict: "pass" | "fail"): Promise<MortalTarget> {
  const { target, ports, request, clock } = made;
  const actor = new MortalTarget(target, death);
  const dying = startRollout(
    request(),
    { ...ports, target: actor },
    scripted((percent) => (percent < 50 ? "pass" : verdict)),
  );
  // What is left of the dead actor gives up on a store that answers it no more.
  await Promise.race([dying.catch((error) => expectDead(actor, error)), clock.until(clock.nowMs() + 200_000)]);
  for (let round = 0; round < 3; round++) {
    await clock.until(clock.nowMs() + limits.leaseMs + 61_000);
    await reconcile({ ...watch, holder: `watchdog ${round}` }, ports);
  }
  return actor;
}

function expectDead(actor: MortalTarget, error: unknown): void {
  if (!actor.isDead) throw error;
}

async function changesOfWholeRollout(verdict: "pass" | "fail"): Promise<number> {
  const made = await bench({ live: v1 });
  let changes = 0;
  const count = () => {
    changes += 1;
    return undefined;
  };
  made.target.faults = { effect: count, write: count };
  await startRollout(
    made.request(),
    made.ports,
    scripted((percent) => (percent < 50 ? "pass" : verdict)),
  );
  return changes;
}

function expectSafeEnd({ target, channel }: Bench): void {
  const record = target.stored?.record;
  const phase = record?.rollout?.phase;
  if (record?.rollout === undefined) {
    expect(target.done).toEqual([]);
    return;
  }
  expect(phase !== undefined && isTerminal(phase)).toBe(true);
  const serving = target.arms.stable?.release;
  expect([serving, record.live, target.candidatePercent]).toEqual([record.live, phase === "succeeded" ? v2 : v1, 0]);
  expect(target.arms.candidate).toBeUndefined();
  expect(record.rollout?.lease).toBeUndefined();
  expect(record.outbox).toEqual([]);
  // At least once with the same key; a death between delivering and noting it repeats the key, never the notice.
  const finals = new Set(channel.got.filter(({ notice }) => isFinal(notice)).map(({ key }) => key));
  expect(finals.size).toBe(1);
}

describe.each([true, false])("an engine that is killed, with a target that enforces the lease: %s", (enforcesLease) => {
  it.each(["pass", "fail"] as const)(
    "at any call, while the judge says %s, ends all-stable or all-candidate",
    async (verdict) => {
      const changes = await changesOfWholeRollout(verdict);
      expect(changes).toBeGreaterThan(20);
      for (let atChange = 1; atChange <= changes; atChange++) {
        for (const isDone of [false, true]) {
          const made = await bench({ live: v1, enforcesLease });
          const actor = await dieAndWatch(made, { atChange, isDone }, verdict);
          expect(actor.isDead, `nobody died at change ${atChange}`).toBe(true);
          expectSafeEnd(made);
        }
      }
    },
  );
});

describe("the target alone", () => {
  it("takes the traffic back when the lease is over, with nobody left, and the late actor is fenced", async () => {
    const { target, ports, request, clock } = await bench({ live: v1 });
    const actor = new MortalTarget(target);
    void startRollout(
      request(),
      { ...ports, target: actor },
      scripted(() => "continue"),
    );
    await clock.until(clock.nowMs() + 4_000);
    expect(target.candidatePercent).toBe(5);
    actor.kill();
    await clock.until(clock.nowMs() + limits.leaseMs);
    expect((await target.observe()).candidatePercent).toBe(0);
    expect(target.stored?.record).toMatchObject({ epoch: 5, rollout: { phase: "rolling-back" } });
    const late = target.apply({ kind: "set-weight", candidatePercent: 20 }, { epoch: 4, key: "late" });
    await expect(late).rejects.toMatchObject({ code: "fenced" });
  });

  it("a paused engine that wakes up after its lease notices that it has lost and touches nothing", async () => {
    const { target, ports, request, clock, channel } = await bench({ live: v1 });
    let pausedUntilMs = 0;
    const pausing = {
      ...ports,
      clock: { nowMs: () => clock.nowMs(), until: (atMs: number) => clock.until(Math.max(atMs, pausedUntilMs)) },
    };
    clock.at(clock.nowMs() + 4_000, () => {
      pausedUntilMs = clock.nowMs() + 60_000;
      void clock.until(clock.nowMs() + 30_000).then(() => target.observe());
    });
    const outcome = await startRollout(
      request(),
      pausing,
      scripted(() => "continue"),
    );
    expect(outcome.kind).toBe("lost");
    expect(target.done.every(({ fence }) => fence.epoch <= 4)).toBe(true);
    expect(target.stored?.record.rollout?.phase).toBe("rolling-back");
    await reconcile(watch, ports);
    expect(target.stored?.record.rollout).toMatchObject({ phase: "rolled-back", failure: { kind: "lease-expired" } });
    expect(channel.got.filter(({ notice }) => isFinal(notice))).toHaveLength(1);
  });
});

describe("an engine with a defect", () => {
  it("ends its lease with itself, so that the target need not wait for it", async () => {
    const { target, ports, request } = await bench({ live: v1 });
    const broken = scripted((percent) => {
      if (percent === 20) throw new TypeError("undefined is not a function");
      return "pass";
    });
    await expect(startRollout(request(), ports, broken)).rejects.toThrow(TypeError);
    expect((await target.observe()).candidatePercent).toBe(0);
    expect(target.stored?.record.rollout).toMatchObject({ phase: "rolling-back", failure: { kind: "lease-expired" } });
  });
});

describe("what was served by a rollout whose engine died", () => {
  async function killedAt20Percent() {
    const made = await trafficBench(v1);
    const { target, ports, request, clock, metrics } = made;
    const actor = new MortalTarget(target);
    void runRollout(request(), { ...ports, target: actor });
    while (target.candidatePercent !== 20) await clock.until(clock.nowMs() + 100);
    await clock.until(clock.nowMs() + 2_500);
    actor.kill();
    const atDeath = target.stored?.record.rollout?.served?.candidate.requests ?? Number.NaN;
    // Until the lease is over the candidate goes on serving; the target keeps counting it.
    await clock.until(clock.nowMs() + 5_000);
    await metrics.read();
    await clock.until(clock.nowMs() + limits.leaseMs);
    return { ...made, atDeath };
  }

  it("is counted to the end by whoever reconciles", async () => {
    const { target, ports, atDeath } = await killedAt20Percent();
    const counters = { requests: 1_500, bad: { errors: 3, "slow-50ms": 2 }, instance: v2.digest };
    const metrics = {
      read: async () => ({ ...(await ports.metrics.read()), arms: { candidate: counters } }),
    };
    expect((await reconcile(watch, { ...ports, metrics })).kind).toBe("rolled-back");
    expect(atDeath).toBeGreaterThan(100);
    const served = target.stored?.record.rollout?.served?.candidate;
    expect(served).toMatchObject({ failures: 3, bad: { errors: 3, "slow-50ms": 2 } });
    // All but the few that it answered before the first look.
    expect(served?.requests).toBeGreaterThan(1_400);
    expect(served?.requests).toBeLessThanOrEqual(1_500);
  });

  it.each([
    ["do not answer", () => new Promise<never>(() => {})],
    ["are broken", () => Promise.reject(new TypeError("no"))],
    ["know nothing of it any more", async () => ({ atMs: 1, arms: {} })],
  ])("stays what it was when the metrics %s, and nothing waits for them", async (_, read) => {
    const { target, ports, clock, atDeath } = await killedAt20Percent();
    const startedMs = clock.nowMs();
    expect((await reconcile(watch, { ...ports, metrics: { read } })).kind).toBe("rolled-back");
    expect(clock.nowMs() - startedMs).toBeLessThan(2_000);
    expect(target.stored?.record.rollout?.served?.candidate.requests).toBe(atDeath);
  });
});
