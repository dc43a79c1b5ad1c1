import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";
import { buildCrashPrograms, type CrashPrograms } from "../crash/crash-programs.ts";
import { FaultBench, strategy } from "./fault-bench.ts";
import { type FaultyMetrics, startFaultyMetrics } from "./faulty-metrics.ts";
import { backWithinMs, record } from "./measured.ts";
import { type MetricsFaultCase, metricsFaults } from "./metrics-faults.ts";

let programs: CrashPrograms;
beforeAll(async () => {
  programs = await buildCrashPrograms();
}, 60_000);
afterAll(() => programs?.remove());

/** A rollout under traffic whose metrics fail from its first look at 20 % on. */
async function rollOutWith({ act, maxObserveMs = 20_000 }: MetricsFaultCase, { onTestFinished }: TestContext) {
  const world = await FaultBench.open(programs);
  onTestFinished(() => world.bench.stop());
  const metrics: FaultyMetrics = await startFaultyMetrics(() => world.bench.target.metricsPage());
  onTestFinished(() => metrics.close());
  world.declare({
    metrics: { kind: "scrape", pages: [{ url: metrics.url }], timeoutMs: 300 },
    strategy: { ...strategy, maxObserveMs },
  });
  world.bench.startTraffic(world.url, 150);
  const candidate = await world.bench.build("1.1.0");
  const running = world.start("rollout", { ...candidate });
  await world.untilPhase(candidate, "observing");
  metrics.begin(act());
  const ending = await world.ending(await running);
  return { world, ending, faultyAtMs: metrics.faultyAtMs ?? 0 };
}

describe.concurrent("metrics that fail in a rollout of the real action", () => {
  it.for(metricsFaults)("$fault", { timeout: 120_000 }, async (fault, context) => {
    const { world, ending, faultyAtMs } = await rollOutWith(fault, context);
    const { phase, failureKind, largestPercent, finals, restoredAtMs = 0, run } = ending;
    expect(phase, run.log).toBe(fault.ends === "on" ? "succeeded" : "rolled-back");
    expect(fault.failureKinds ?? [undefined]).toContain(failureKind);
    expect(await world.problems()).toEqual([]);
    expect(finals).toBe(1);
    if (fault.ends === "on") return;
    expect(largestPercent).toBe(20);
    record(fault.fault, restoredAtMs - faultyAtMs);
    expect(restoredAtMs - faultyAtMs).toBeLessThan(backWithinMs);
  });
});
