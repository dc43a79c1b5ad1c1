import { describe, expect, it } from "vitest";
import { TidegateError, UnavailableError } from "../../src/errors/tidegate-error.ts";
import type { Assess } from "../../src/rollout/assess.ts";
import { runRollout, startRollout } from "../../src/rollout/engine.ts";
import { planOf } from "../../src/rollout/plan-of.ts";
import type { Strategy } from "../../src/rollout/strategy.ts";
import { bench, canary, limits, liveRecord, scripted, trafficBench, v1, v2 } from "./bench.ts";
import { outage } from "./in-memory-metrics.ts";

const passing = scripted(() => "pass");

describe("a healthy rollout", () => {
  it("is widened step by step, baked, promoted and told of", async () => {
    const { target, ports, request, channel } = await bench({ live: v1 });
    const outcome = await startRollout(request(), ports, passing);
    expect(outcome).toMatchObject({ kind: "succeeded", undelivered: [] });
    expect(target.done.map(({ effect, percent }) => `${effect.kind} ${percent}`)).toEqual([
      "prepare 0",
      "set-weight 5",
      "set-weight 20",
      "set-weight 50",
      "set-weight 100",
      "promote 0",
    ]);
    expect(target.stored?.record).toMatchObject({ live: v2, previous: [v1], outbox: [], quarantine: [] });
    expect(channel.kinds()).toEqual(["started", "progress", "progress", "progress", "progress", "succeeded"]);
  });

  it("stays warm for the whole bake before the old release is stopped", async () => {
    const { target, ports, request } = await bench({ live: v1 });
    const { rollout } = await startRollout(request(), ports, passing);
    const at = (kind: string, percent: number) =>
      target.done.find(({ effect, percent: seen }) => effect.kind === kind && seen === percent)?.atMs ?? Number.NaN;
    expect(at("promote", 0) - at("set-weight", 100)).toBeGreaterThanOrEqual(rollout?.plan.bakeMs ?? Number.NaN);
  });

  it("needs no comparison when it is the first: ready, all requests, baked", async () => {
    const { target, ports, request, metrics } = await trafficBench(undefined);
    metrics.requestsPerSecond = 0;
    const outcome = await runRollout(request(), ports);
    expect(outcome.kind).toBe("succeeded");
    expect(target.done.map(({ effect }) => effect.kind)).toEqual(["prepare", "set-weight", "promote"]);
    expect(target.stored?.record).toMatchObject({ live: v2, previous: [] });
  });

  it.each<[Strategy, string[]]>([
    [{ kind: "rolling", batches: 2, settleMs: 500, bakeMs: 1_000 }, ["prepare", "set-weight", "set-weight", "promote"]],
    [{ kind: "recreate", bakeMs: 1_000 }, ["stop-stable", "prepare", "set-weight", "promote"]],
  ])("with %j does %j", async (strategy, effects) => {
    const { target, ports, request } = await trafficBench(v1);
    const outcome = await runRollout(request({ plan: planOf(strategy, limits, true) }), ports);
    expect(outcome.kind).toBe("succeeded");
    expect(target.done.map(({ effect }) => effect.kind)).toEqual(effects);
  });
});

describe("counted requests decide", () => {
  it("a release as good as the old one succeeds, and the report says what each arm served", async () => {
    const { ports, request } = await trafficBench(v1);
    const { kind, rollout } = await runRollout(request(), ports);
    expect(kind).toBe("succeeded");
    expect(rollout?.served?.candidate.requests).toBeGreaterThan(500);
    expect(rollout?.served?.candidate).toMatchObject({ failures: 0, bad: { errors: 0, "slow-50ms": 0 } });
  });

  it.each([
    ["fails 5 % of its requests", { errorRatio: 0.05, slowRatio: 0 }, "errors"],
    ["answers 30 % of its requests too slowly", { errorRatio: 0, slowRatio: 0.3 }, "slow-50ms"],
  ])("a release that %s is taken back at the first step and quarantined", async (_, behaviour, indicator) => {
    const { ports, request, metrics, target, channel } = await trafficBench(v1);
    metrics.behaviours = { [v2.version]: behaviour };
    const { kind, message, rollout } = await runRollout(request(), ports);
    expect(kind).toBe("rolled-back");
    expect(message).toContain(indicator);
    expect(rollout).toMatchObject({ stepIndex: 0, failure: { kind: "verdict" }, candidatePercent: 0 });
    expect(target.stored?.record).toMatchObject({ live: v1, quarantine: [{ digest: v2.digest, version: v2.version }] });
    expect(channel.kinds().filter((notice) => notice === "rolled-back")).toHaveLength(1);
    expect((rollout?.restoredAtMs ?? Number.NaN) - (rollout?.failure?.atMs ?? Number.NaN)).toBeLessThan(1_000);
  });

  it("a regression that begins in the bake is taken back while the old release is warm", async () => {
    const { ports, request, metrics, target } = await trafficBench(v1);
    const plan = { ...planOf({ kind: "rolling", batches: 2, settleMs: 1_000, bakeMs: 30_000 }, limits, true) };
    const errors = () => (target.candidatePercent === 100 ? 0.2 : 0);
    const behaviour = {
      get errorRatio() {
        return errors();
      },
      slowRatio: 0,
    };
    metrics.behaviours = { [v2.version]: behaviour };
    const { kind, rollout } = await runRollout(request({ plan }), ports);
    expect(kind).toBe("rolled-back");
    expect(rollout?.timeline.map(({ phase }) => phase)).toContain("baking");
    expect(target.done.some(({ effect }) => effect.kind === "promote")).toBe(false);
  });

  it("metrics that are away hold the share, and take it back at the limit", async () => {
    const { ports, request, metrics, target, clock } = await trafficBench(v1);
    metrics.provider = () => (target.candidatePercent === 20 ? outage() : undefined);
    const { kind, rollout } = await runRollout(request(), ports);
    expect(kind).toBe("rolled-back");
    expect(rollout?.failure).toMatchObject({ kind: "no-metrics" });
    expect(Math.max(...target.done.map(({ percent }) => percent))).toBe(20);
    expect(clock.nowMs() - (rollout?.startedAtMs ?? 0)).toBeLessThan(60_000);
    expect(target.stored?.record.quarantine).toEqual([]);
  });

  it("metrics that come back in time let it go on", async () => {
    const { ports, request, metrics, target, clock } = await trafficBench(v1);
    let sinceMs: number | undefined;
    metrics.provider = () => {
      if (target.candidatePercent !== 20) return;
      sinceMs ??= clock.nowMs();
      if (clock.nowMs() < sinceMs + 10_000) outage();
    };
    const { kind, rollout } = await runRollout(request(), ports);
    expect(kind).toBe("succeeded");
    expect(rollout?.timeline.map(({ phase }) => phase)).toContain("holding");
  });

  it("a metrics provider that never answers does not stop the rollout from going back", async () => {
    const { ports, request, target, metrics } = await trafficBench(v1);
    const silent = { read: () => (target.candidatePercent === 0 ? metrics.read() : new Promise<never>(() => {})) };
    const { kind } = await runRollout(request(), { ...ports, metrics: silent });
    expect(kind).toBe("rolled-back");
    expect(Math.max(...target.done.map(({ percent }) => percent))).toBe(5);
  });

  it.each([9_000, 2_000, 1_200])(
    "metrics that never answer hold it once, and the reason names the time-out (lease of %i ms)",
    async (leaseMs) => {
      const { ports, request, target, metrics } = await trafficBench(v1);
      const silent = { read: () => (target.candidatePercent === 0 ? metrics.read() : new Promise<never>(() => {})) };
      const plan = planOf(canary, { ...limits, leaseMs, pollMs: 500 }, true);
      const { kind, rollout } = await runRollout(request({ plan }), { ...ports, metrics: silent });
      expect(kind).toBe("rolled-back");
      expect(rollout?.timeline.filter(({ phase }) => phase === "holding")).toHaveLength(1);
      expect(rollout?.failure?.kind).toBe("no-metrics");
      expect(rollout?.failure?.text).toMatch(/the metrics gave no answer in [\d.]+ s/);
      expect(rollout?.timeline.map(({ text }) => text).join()).not.toContain("nothing was judged");
      expect(target.stored?.record.quarantine).toEqual([]);
    },
  );

  it("a judge that never answers holds it, and the reason says so", async () => {
    const { ports, request } = await bench({ live: v1 });
    const silent: Assess = async ({ phase }) => (phase === "preparing" ? {} : new Promise<never>(() => {}));
    const { kind, rollout } = await startRollout(request(), ports, silent);
    expect(kind).toBe("rolled-back");
    expect(rollout?.timeline.filter(({ phase }) => phase === "holding")).toHaveLength(1);
    expect(rollout?.failure?.text).toContain("The judge gave no answer in 9 s");
  });

  it("metrics whose adapter is broken are no metrics, and nobody's crash", async () => {
    const { ports, request } = await trafficBench(v1);
    const broken = { read: () => Promise.reject(new TypeError("undefined is not a function")) };
    const { kind, rollout } = await runRollout(request(), { ...ports, metrics: broken });
    expect(kind).toBe("abandoned");
    expect(rollout?.failure).toMatchObject({ kind: "no-metrics" });
  });

  it("no traffic is no reason to advance, and no fault of the candidate", async () => {
    const { ports, request, metrics, target } = await trafficBench(v1);
    metrics.requestsPerSecond = 0;
    const { kind, rollout } = await runRollout(request(), ports);
    expect(kind).toBe("rolled-back");
    expect(rollout?.failure?.kind).toBe("no-traffic");
    expect(target.done.filter(({ effect }) => effect.kind === "set-weight")).toHaveLength(1);
    expect(target.stored?.record.quarantine).toEqual([]);
  });

  describe("metrics that are slow at first", () => {
    /** Each answer takes 70 ms for 3 s after the share has changed. */
    async function slowBench() {
      const made = await trafficBench(v1);
      const read = async () => {
        const nowMs = made.clock.nowMs();
        if (nowMs < (made.target.done.at(-1)?.atMs ?? 0) + 3_000) await made.clock.until(nowMs + 70);
        return made.metrics.read();
      };
      return { ...made, ports: { ...made.ports, metrics: { read } } };
    }

    it("do not turn a lack of traffic into something else: it holds, and goes back for that", async () => {
      const { ports, request, metrics } = await slowBench();
      metrics.requestsPerSecond = 0;
      const { kind, rollout } = await runRollout(request(), ports);
      expect([kind, rollout?.failure?.kind]).toEqual(["rolled-back", "no-traffic"]);
      expect(rollout?.timeline.filter(({ phase }) => phase === "holding")).toHaveLength(1);
    });

    it("do not cost a good release its step when that has no time to spare", async () => {
      const { ports, request } = await slowBench();
      const plan = planOf({ ...canary, observeMs: 12_000, maxObserveMs: 12_000 }, limits, true);
      expect((await runRollout(request({ plan }), ports)).kind).toBe("succeeded");
    });
  });

  it("settings with which nothing can be judged are refused before anything is touched", async () => {
    const { ports, request, target } = await trafficBench(v1);
    await expect(runRollout(request({ objectives: [] }), ports)).rejects.toMatchObject({
      code: "invalid-configuration",
    });
    expect(target.stored?.record).toEqual(liveRecord(v1));
  });
});

describe("a candidate that cannot run", () => {
  it("that never becomes ready gets no request, and the reason is told", async () => {
    const { target, ports, request, channel } = await bench({ live: v1 });
    target.startsWithin = ({ version }) => (version === v2.version ? Number.POSITIVE_INFINITY : 500);
    const { kind, message } = await startRollout(request(), ports, passing);
    expect(kind).toBe("rolled-back");
    expect(message).toContain("did not become ready within 10 s: starting");
    expect(target.done.map(({ percent }) => percent)).toEqual([0, 0]);
    expect(channel.kinds().at(-1)).toBe("rolled-back");
  });

  it("that the target refuses for good ends at once, without a quarantine", async () => {
    const { target, ports, request, clock } = await bench({ live: v1 });
    target.faults.effect = ({ kind }) => (kind === "prepare" ? "unsupported" : undefined);
    const startedMs = clock.nowMs();
    const { kind, message } = await startRollout(request(), ports, passing);
    expect([kind, message]).toMatchObject(["abandoned", expect.stringContaining("cannot do prepare")]);
    expect(clock.nowMs() - startedMs).toBeLessThan(1_000);
    expect(target.stored?.record.quarantine).toEqual([]);
  });

  it("that crashes under traffic is taken back", async () => {
    const { target, ports, request, clock } = await bench({ live: v1 });
    clock.at(clock.nowMs() + 3_000, () => {
      if (target.arms.candidate !== undefined) target.arms.candidate.restarts = 1;
    });
    const { kind, rollout } = await startRollout(
      request(),
      ports,
      scripted(() => "continue"),
    );
    expect([kind, rollout?.failure?.kind]).toEqual(["rolled-back", "crashed"]);
  });

  it("whose share the target cannot set is taken back at the deadline", async () => {
    const { target, ports, request } = await bench({ live: v1 });
    target.faults.weight = (percent) => (percent === 20 ? 13 : percent);
    const { kind, rollout, message } = await startRollout(request(), ports, passing);
    expect([kind, rollout?.failure?.kind]).toEqual(["rolled-back", "target"]);
    expect(message).toContain("it stays at 13 %");
  });
});

describe("what is not rolled out", () => {
  const older = { isAncestor: async () => true };
  it.each([
    ["a release that is live already", { candidate: v1 }, "already-live"],
    ["a commit that is an ancestor of the live one", older, "older-than-live"],
    [
      "a commit whose age cannot be known",
      { isAncestor: async () => Promise.reject(new UnavailableError("GitHub does not answer")) },
      "older-than-live",
    ],
  ])("%s", async (_, changes, refusal) => {
    const { target, ports, request, channel } = await bench({ live: v1 });
    expect(await startRollout(request(changes), ports, passing)).toMatchObject({ kind: "refused", refusal });
    expect(target.stored?.record).toEqual(liveRecord(v1));
    expect(channel.got).toEqual([]);
  });

  it("a digest that failed here before, and it is said why", async () => {
    const { ports, request } = await bench({ live: v1 });
    await startRollout(
      request(),
      ports,
      scripted(() => "fail"),
    );
    const again = await startRollout(request(), ports, passing);
    expect(again).toMatchObject({ kind: "refused", refusal: "quarantined" });
    expect(again.message).toContain("errors 5 % against 0 %");
  });

  it("steps finer than the target can route", async () => {
    const { ports, request, target } = await bench({ live: v1 });
    const coarse = Object.assign(target, { capabilities: { granularityPercent: 10, enforcesLease: true } });
    const outcome = await startRollout(request(), { ...ports, target: coarse }, passing);
    expect(outcome).toMatchObject({ kind: "refused", refusal: "unsupported" });
  });

  it("anything, once it is cancelled before the start", async () => {
    const { ports, request, target } = await bench({ live: v1 });
    const outcome = await startRollout(request(), ports, passing, AbortSignal.abort());
    expect(outcome).toMatchObject({ kind: "refused", refusal: "cancelled" });
    expect(target.done).toEqual([]);
  });

  it("anything on a record that cannot be understood", async () => {
    const { ports, request, target } = await bench({ live: v1 });
    const corrupt = new TidegateError("corrupt-record", "The record has schema 2.");
    const unreadable = Object.assign(Object.create(target), { read: () => Promise.reject(corrupt) });
    await expect(startRollout(request(), { ...ports, target: unreadable }, passing)).rejects.toBe(corrupt);
    expect(target.done).toEqual([]);
  });
});
