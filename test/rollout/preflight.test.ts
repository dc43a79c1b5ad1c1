import { describe, expect, it } from "vitest";
import { runRollout } from "../../src/rollout/index.ts";
import { planOf } from "../../src/rollout/plan-of.ts";
import type { Metrics } from "../../src/rollout/ports.ts";
import { limits, trafficBench, v1 } from "./bench.ts";
import { outage } from "./in-memory-metrics.ts";

const shares = (timeline: readonly { readonly candidatePercent: number }[] | undefined) =>
  timeline?.map(({ candidatePercent }) => candidatePercent) ?? [];

describe("before the first requests reach the candidate", () => {
  it.each<[string, (metrics: Metrics) => Metrics, RegExp]>([
    ["do not answer", () => ({ read: async () => outage() }), /connection refused/],
    ["hang", () => ({ read: () => new Promise<never>(() => {}) }), /the metrics gave no answer in 2 s/],
    [
      "do not count stable",
      (metrics) => ({ read: async () => ({ ...(await metrics.read()), arms: {} }) }),
      /Nobody counts the stable arm/,
    ],
    [
      "are never collected again",
      (metrics) => ({ read: async () => ({ ...(await metrics.read()), atMs: 1_000 }) }),
      /were not collected again/,
    ],
    [
      "make no sense",
      (metrics) => ({ read: async () => ({ ...(await metrics.read()), atMs: Number.NaN }) }),
      /make no sense: .*NaN/,
    ],
  ])("metrics that %s end the rollout, and nobody has met the candidate", async (_, broken, reason) => {
    const { ports, request, metrics, target } = await trafficBench(v1);
    const { kind, rollout } = await runRollout(request(), { ...ports, metrics: broken(metrics) });
    expect([kind, rollout?.failure?.kind]).toEqual(["abandoned", "no-metrics"]);
    expect(rollout?.failure?.text).toMatch(reason);
    expect(Math.max(...shares(rollout?.timeline))).toBe(0);
    expect(target.done.filter(({ effect }) => effect.kind === "set-weight")).toEqual([]);
    // It is not the candidate's fault.
    expect(target.stored?.record.quarantine).toEqual([]);
  });

  it("metrics that come back in time let it go on", async () => {
    const { ports, request, metrics, clock } = await trafficBench(v1);
    const backAtMs = clock.nowMs() + limits.readyTimeoutMs / 2;
    metrics.provider = () => {
      if (clock.nowMs() < backAtMs) outage();
    };
    const { kind, rollout } = await runRollout(request(), ports);
    expect(kind).toBe("succeeded");
    expect(rollout?.timeline.find(({ phase }) => phase === "shifting")?.atMs).toBeGreaterThanOrEqual(backAtMs);
  });

  it("metrics are of no matter to a strategy that does not compare", async () => {
    const { ports, request } = await trafficBench(v1);
    const plan = planOf({ kind: "recreate", bakeMs: 0 }, limits, true);
    const { rollout } = await runRollout(request({ plan }), { ...ports, metrics: { read: async () => outage() } });
    expect(Math.max(...shares(rollout?.timeline))).toBe(100);
  });

  it("a first deployment has nobody to be counted", async () => {
    const { ports, request, metrics } = await trafficBench(undefined);
    const plan = planOf({ kind: "recreate", bakeMs: 0 }, limits, false);
    metrics.requestsPerSecond = 0;
    expect((await runRollout(request({ plan }), ports)).kind).toBe("succeeded");
  });
});
