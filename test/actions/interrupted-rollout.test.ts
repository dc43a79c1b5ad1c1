import { describe, expect, it, type TestContext } from "vitest";
import type { Release } from "../../src/release/release.ts";
import { isFinal } from "../../src/rollout/notice.ts";
import type { Phase } from "../../src/rollout/phase.ts";
import type { DeliveryRecord } from "../../src/rollout/record.ts";
import { RolloutBench } from "./rollout-bench.ts";

interface Interruption {
  readonly phase: Phase;
  /** A release that gets there. */
  readonly behaviour: Readonly<Record<string, string>>;
}

/** Every phase that a rollout can be in while somebody drives it. */
const interruptions: readonly Interruption[] = [
  { phase: "admitted", behaviour: {} },
  { phase: "preparing", behaviour: {} },
  { phase: "shifting", behaviour: {} },
  { phase: "settling", behaviour: {} },
  { phase: "observing", behaviour: {} },
  { phase: "holding", behaviour: {} },
  { phase: "baking", behaviour: {} },
  { phase: "promoting", behaviour: {} },
  { phase: "rolling-back", behaviour: { FAIL_EVERY: "3" } },
];

interface Scene {
  readonly bench: RolloutBench;
  readonly live: Release;
  readonly candidate: Release;
}

/** 1.0.0 serves under traffic; 1.1.0 is on its way and has come to this phase. */
async function reach({ phase, behaviour }: Interruption, context: TestContext) {
  const bench = await RolloutBench.start();
  context.onTestFinished(() => bench.stop());
  const live = await bench.build("1.0.0");
  const first = await bench.rollOut(live, { GITHUB_RUN_ID: "41" });
  // Without traffic nothing can be judged, and the rollout holds.
  if (phase !== "holding") bench.startTraffic(first.outputs.url ?? "");
  const candidate = await bench.build("1.1.0", { SALT: phase, ...behaviour });
  const action = bench.begin("rollout", { ...candidate, reason: "a test" });
  await bench.untilRecord((record) => wasIn(record, candidate, phase));
  return { scene: { bench, live, candidate }, action };
}

async function interrupt(interruption: Interruption, signal: "SIGTERM" | "SIGKILL", context: TestContext) {
  const { scene, action } = await reach(interruption, context);
  action.kill(signal);
  return { scene, run: await action.ended };
}

function wasIn(record: DeliveryRecord | undefined, { digest }: Release, phase: Phase): boolean {
  const rollout = record?.rollout;
  if (rollout?.candidate.digest !== digest) return false;
  return rollout.phase === phase || rollout.timeline.some((entry) => entry.phase === phase);
}

/** One release serves everything, nothing is under way, and the team heard of it once. */
async function expectSafe({ bench, live, candidate }: Scene): Promise<"forward" | "back"> {
  const record = await bench.record();
  const { rollout } = record ?? {};
  const isForward = rollout?.phase === "succeeded";
  expect(["succeeded", "rolled-back", "abandoned"]).toContain(rollout?.phase);
  expect(rollout?.lease).toBeUndefined();
  expect(record?.live?.digest).toBe(isForward ? candidate.digest : live.digest);
  const { arms, candidatePercent } = await bench.target.observe();
  expect(candidatePercent).toBe(0);
  expect(arms.stable?.release.digest).toBe(record?.live?.digest);
  expect(record?.outbox).toEqual([]);
  const finals = bench.sink.notices.filter((notice) => isFinal(notice) && notice.version === candidate.version);
  expect(finals).toHaveLength(1);
  return isForward ? "forward" : "back";
}

describe.concurrent("SIGTERM to the rollout action", () => {
  it.for(interruptions)(
    "in $phase: the action itself leaves everything safe and told",
    async (interruption, context) => {
      const { scene, run } = await interrupt(interruption, "SIGTERM", context);
      const direction = await expectSafe(scene);
      expect(run.exitCode).toBe(direction === "forward" ? 0 : 1);
      if (!["promoting", "baking"].includes(interruption.phase)) expect(direction).toBe("back");
      if (interruption.phase !== "rolling-back") expect((await scene.bench.record())?.quarantine).toEqual([]);
    },
  );
});

describe.concurrent("SIGKILL to the rollout action", () => {
  it.for(interruptions)(
    "in $phase: the target takes back by itself, then watch finishes",
    async (interruption, context) => {
      const { scene, run } = await interrupt(interruption, "SIGKILL", context);
      const { bench } = scene;
      expect(run.exitCode).toBeNull();
      const takenBack = await bench.untilRecord(
        (record) => record?.rollout?.lease === undefined || isPromoting(record),
      );
      if (!isPromoting(takenBack) && takenBack?.rollout?.phase !== "succeeded") {
        expect((await bench.target.observe()).candidatePercent).toBe(0);
      }
      await bench.untilRecord((record) => (record?.rollout?.lease?.untilMs ?? 0) < Date.now());
      const watch = await bench.run("reconcile", { mode: "watch" }, { GITHUB_RUN_ID: "43" });
      expect(watch.log).not.toContain("::error");
      expect(watch.exitCode).toBe(0);
      await bench.run("reconcile", { mode: "watch" }, { GITHUB_RUN_ID: "44" });
      await expectSafe(scene);
    },
  );

  it("watch leaves a rollout alone whose driver is alive; recover in the same run takes it back at once", async (context) => {
    const { scene, action } = await reach({ phase: "settling", behaviour: {} }, context);
    const { bench } = scene;
    const watch = await bench.run("reconcile", { mode: "watch" }, { GITHUB_RUN_ID: "43" });
    expect([watch.exitCode, watch.outputs.outcome]).toEqual([0, "in-progress"]);
    action.kill("SIGKILL");
    await action.ended;
    const recover = await bench.run("reconcile", { mode: "recover" }, { GITHUB_JOB: "rollback" });
    expect([recover.exitCode, recover.outputs.outcome]).toEqual([0, "rolled-back"]);
    expect(await expectSafe(scene)).toBe("back");
  });
});

function isPromoting(record: DeliveryRecord | undefined): boolean {
  return record?.rollout?.phase === "promoting";
}
