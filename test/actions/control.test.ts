import { describe, expect, it, type TestContext } from "vitest";
import { governanceSchema } from "../../src/rollout/governance/policy.ts";
import { isTerminal, type Phase } from "../../src/rollout/phase.ts";
import type { Strategy } from "../../src/rollout/strategy.ts";
import { quickManifest, RolloutBench } from "./rollout-bench.ts";

const slow: Strategy = {
  kind: "canary",
  stepPercents: [20, 50],
  settleMs: 100,
  observeMs: 600_000,
  maxObserveMs: 900_000,
  bakeMs: 600_000,
};

/** 1.0.0 is live, and 1.1.0 on its way to it: it would take half an hour. */
async function underWay(context: TestContext) {
  const bench = await RolloutBench.start();
  context.onTestFinished(() => bench.stop());
  const recreate = quickManifest({ environment: { strategy: { kind: "recreate", bakeMs: 0 } } });
  bench.writeManifest(JSON.stringify(recreate));
  const live = await bench.build("1.0.0");
  expect((await bench.rollOut(live)).outputs.outcome).toBe("succeeded");
  bench.writeManifest(JSON.stringify(quickManifest({ environment: { strategy: slow }, limits: { leaseMs: 10_000 } })));
  const next = await bench.build("1.1.0", { SALT: "1" });
  const rollout = bench.begin("rollout", { ...next, reason: "a test" });
  await phase(bench, "observing");
  const control = (command: string, inputs: Readonly<Record<string, string>> = {}) =>
    bench.run("control", { command, reason: "I say so", ...inputs }, { GITHUB_ACTOR: "grace", GITHUB_RUN_ID: "77" });
  return { bench, live, next, rollout, control };
}

/** Waits until the record says so. */
async function phase(bench: RolloutBench, wanted: Phase): Promise<void> {
  await expect.poll(async () => (await bench.record())?.rollout?.phase, { timeout: 60_000 }).toBe(wanted);
}

describe.concurrent("the control action's bundle", () => {
  it("pauses a rollout that another process drives, and lets it go on; the audit says who and why", async (context) => {
    const { bench, rollout, control } = await underWay(context);
    expect(await control("pause")).toMatchObject({ exitCode: 0, outputs: { outcome: "submitted" } });
    await phase(bench, "paused");
    expect((await bench.target.observe()).candidatePercent).toBe(20);
    expect(await control("resume")).toMatchObject({ exitCode: 0 });
    await phase(bench, "observing");
    const audit = (await bench.record())?.audit.map(({ action, actor, reason }) => [action, actor, reason]);
    expect(audit).toEqual([
      ["resume", "grace", "I say so"],
      ["pause", "grace", "I say so"],
    ]);
    expect((await control("abort")).exitCode).toBe(0);
    expect((await rollout.ended).outputs.outcome).toBe("rolled-back");
  });

  it("pauses for as long as it is told, and then it goes back", async (context) => {
    const { bench, control } = await underWay(context);
    expect((await control("pause", { minutes: "1" })).exitCode).toBe(0);
    await phase(bench, "paused");
    const { rollout } = (await bench.record()) ?? {};
    expect((rollout?.deadlineMs ?? 0) - (rollout?.phaseSinceMs ?? 0)).toBeLessThanOrEqual(60_000);
    expect((await control("abort")).exitCode).toBe(0);
  });

  it("aborts: all requests are on the release before, which is what lives, and nothing is blamed", async (context) => {
    const { bench, live, rollout, control } = await underWay(context);
    const run = await control("abort");
    expect([run.exitCode, run.outputs.version]).toEqual([0, ""]);
    expect(run.summary).toContain("abort of info in production");
    expect(await rollout.ended).toMatchObject({ exitCode: 1, outputs: { outcome: "rolled-back" } });
    expect(await bench.record()).toMatchObject({ live, quarantine: [] });
    expect((await bench.target.observe()).arms.candidate).toBeUndefined();
  });

  it("sees to it itself when nobody drives, and names a release whose long bake it leaves out", async (context) => {
    const { bench, next, control, rollout } = await underWay(context);
    const governance = governanceSchema.parse({ longBake: "rollback" });
    expect((await control("abort")).exitCode).toBe(0);
    await rollout.ended;
    const strategy = { kind: "recreate", bakeMs: 16 * 60_000 } as const;
    bench.writeManifest(JSON.stringify(quickManifest({ environment: { strategy, governance } })));
    expect(await bench.rollOut(next)).toMatchObject({ exitCode: 0, outputs: { outcome: "baking" } });
    const run = await control("promote-now");
    expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: "succeeded", ...next } });
    expect(await bench.record()).toMatchObject({ live: next });
  });

  it.for([
    ["pause", {}, 1, "No rollout of info is under way"],
    ["retry", { release: "9.9.9" }, 1, "9.9.9 is not in quarantine here"],
    ["retry", {}, 1, "is needed by retry"],
    ["reboot", {}, 1, "reboot"],
    ["pause", { minutes: "soon" }, 1, "minutes"],
    ["pause", { reason: "" }, 1, "reason"],
  ] as const)("refuses %s %o where there is nothing to do it to, and changes nothing", async (asked, context) => {
    const [command, inputs, exitCode, message] = asked;
    const bench = await RolloutBench.start();
    context.onTestFinished(() => bench.stop());
    const recreate = quickManifest({ environment: { strategy: { kind: "recreate", bakeMs: 0 } } });
    bench.writeManifest(JSON.stringify(recreate));
    await bench.rollOut(await bench.build("1.0.0"));
    const before = await bench.record();
    expect(isTerminal(before?.rollout?.phase ?? "observing")).toBe(true);
    const run = await bench.run("control", { command, reason: "I say so", ...inputs });
    expect([run.exitCode, run.log]).toEqual([exitCode, expect.stringContaining(message)]);
    expect((await bench.record())?.epoch).toBe(before?.epoch);
  });
});
