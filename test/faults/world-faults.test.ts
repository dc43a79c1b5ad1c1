import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";
import { buildCrashPrograms, type CrashPrograms } from "../crash/crash-programs.ts";
import { FaultBench, limits, strategy } from "./fault-bench.ts";
import { record, slackMs } from "./measured.ts";
import { type WorldFaultCase, worldFaults } from "./world-faults.ts";

let programs: CrashPrograms;
beforeAll(async () => {
  programs = await buildCrashPrograms();
}, 60_000);
afterAll(() => programs?.remove());

async function rollOutWith(fault: WorldFaultCase, { onTestFinished }: TestContext) {
  const { hasTraffic = true, port, act, maxObserveMs = 20_000 } = fault;
  const world = await FaultBench.open(programs);
  onTestFinished(() => world.bench.stop());
  world.declare({ strategy: { ...strategy, maxObserveMs }, limits });
  if (hasTraffic) world.bench.startTraffic(world.url, 150);
  const before = world.processes();
  const candidate = await world.bench.build("1.1.0");
  let action = 0;
  const program = port === undefined ? "rollout" : "faulty-rollout";
  const running = world.start(program, { ...candidate }, { PORT_FAULT: port ?? "" }, (pid) => {
    action = pid;
  });
  let faultyAtMs: number | undefined;
  if (act !== undefined) {
    await world.untilPhase(candidate, "observing");
    faultyAtMs = Date.now();
    await act(world, { action, before });
  }
  const run = await running;
  await world.bench.untilRecord((stored) => (stored?.rollout?.lease?.untilMs ?? 0) <= Date.now(), {
    timeoutMs: 60_000,
  });
  const watch = await world.watch();
  expect(watch.exitCode, watch.log).toBe(0);
  return { world, faultyAtMs, ending: await world.ending(run) };
}

describe.concurrent("a world that fails in a rollout of the real action", () => {
  it.for(worldFaults)("$fault", { timeout: 120_000 }, async (fault, context) => {
    const { world, ending, faultyAtMs } = await rollOutWith(fault, context);
    const { phase, failureKind, finals, restoredAtMs = 0, run } = ending;
    const wanted = { on: ["succeeded"], back: ["rolled-back"], either: ["succeeded", "rolled-back"] };
    expect(wanted[fault.ends], run.log).toContain(phase);
    if (fault.failureKinds !== undefined) expect(fault.failureKinds, run.log).toContain(failureKind);
    expect(await world.problems()).toEqual([]);
    expect(finals).toBe(fault.finals ?? 1);
    if (fault.ends !== "back") return;
    record(fault.fault, restoredAtMs - (faultyAtMs ?? ending.lastForwardMs));
    if (faultyAtMs === undefined || fault.withinMs === undefined) return;
    expect(restoredAtMs - faultyAtMs).toBeLessThan(fault.withinMs + slackMs);
  });
});
