import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { describe, expect, it, type TestContext } from "vitest";
import type { Phase } from "../../src/rollout/phase.ts";
import type { Strategy } from "../../src/rollout/strategy.ts";
import { quickManifest, RolloutBench } from "../actions/rollout-bench.ts";

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command in a process of its own, from a terminal: no run, no token. */
function tidegate(bench: RolloutBench, ...args: readonly string[]): Promise<Ended> {
  const program = ["--import", resolve("src/build/json-imports.mjs"), resolve("src/cli/main.ts")];
  const { TIDEGATE_HOME, TEAM_URL, TEAM_KEY } = bench.env;
  const env = { PATH: process.env.PATH, HOME: bench.directory, TIDEGATE_HOME, TEAM_URL, TEAM_KEY };
  return new Promise((done) => {
    execFile(process.execPath, [...program, ...args], { cwd: bench.directory, env }, (error, stdout, stderr) => {
      done({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}

const slow: Strategy = {
  kind: "canary",
  stepPercents: [20, 50],
  settleMs: 100,
  observeMs: 600_000,
  maxObserveMs: 900_000,
  bakeMs: 0,
};

/** 1.0.0 is live at the real embedded target, and 1.1.0 on its way to it, driven by another process. */
async function underWay(context: TestContext) {
  const bench = await RolloutBench.start({ environment: { strategy: { kind: "recreate", bakeMs: 0 } } });
  context.onTestFinished(() => bench.stop());
  const live = await bench.build("1.0.0");
  expect((await bench.rollOut(live)).outputs.outcome).toBe("succeeded");
  bench.writeManifest(JSON.stringify(quickManifest({ environment: { strategy: slow }, limits: { leaseMs: 10_000 } })));
  const next = await bench.build("1.1.0", { SALT: "1" });
  const rollout = bench.begin("rollout", { ...next, reason: "a test" });
  await reaches(bench, "observing");
  const manifest = ["--manifest", join(bench.directory, "delivery.json")];
  const where = ["info", "--environment", "production", ...manifest, "--reason", "I say so"];
  return { bench, live, next, rollout, where };
}

const reaches = (bench: RolloutBench, phase: Phase) =>
  bench.untilRecord((record) => record?.rollout?.phase === phase, { timeoutMs: 30_000 });

describe("tidegate pause, resume, abort and retry, as processes of their own against a real target", () => {
  it("do to the rollout of another process what they say, and note who and why", async (context) => {
    const { bench, live, next, rollout, where } = await underWay(context);
    const paused = await tidegate(bench, "pause", ...where, "--for", "5");
    expect(paused).toMatchObject({ code: 0, stderr: "" });
    expect(paused.stdout).toMatch(/^submitted: pause of 1\.1\.0 is in the record; run 42 .* sees to it\.\n$/);
    const record = await reaches(bench, "paused");
    const { phaseSinceMs = 0, deadlineMs = 0 } = record?.rollout ?? {};
    expect(deadlineMs - phaseSinceMs).toBeLessThanOrEqual(5 * 60_000);
    expect(await tidegate(bench, "resume", ...where)).toMatchObject({ code: 0 });
    await reaches(bench, "observing");
    expect(await tidegate(bench, "abort", ...where)).toMatchObject({ code: 0 });
    expect((await rollout.ended).outputs.outcome).toBe("rolled-back");
    const { audit = [] } = (await bench.record()) ?? {};
    expect(audit.map(({ action, reason, result }) => [action, reason, result])).toEqual([
      ["abort", "I say so", "goes back"],
      ["resume", "I say so", "goes on"],
      ["pause", "I say so", "paused"],
    ]);
    expect((await bench.target.observe()).arms.stable?.release.digest).toBe(live.digest);
    const late = await tidegate(bench, "pause", ...where);
    expect(late).toMatchObject({ code: 1, stdout: "" });
    expect(late.stderr).toBe(
      "refused: No rollout of info is under way in production. To go back, use the rollback workflow.\n",
    );
    const { release, rest } = { release: next.version, rest: where.slice(1) };
    const retried = await tidegate(bench, "retry", "info", release, ...rest);
    expect(retried).toMatchObject({ code: 1, stderr: "refused: 1.1.0 is not in quarantine here; nothing is.\n" });
  }, 120_000);

  it("sees to it itself when nobody drives", async (context) => {
    const { bench, live, rollout, where } = await underWay(context);
    rollout.kill("SIGKILL");
    await rollout.ended;
    // The lease is over, and the target has taken the traffic back; somebody has to finish and to tell.
    await reaches(bench, "rolling-back");
    const aborted = await tidegate(bench, "abort", ...where);
    expect(aborted.stdout).toMatch(/^rolled-back: .*; all requests are on 1\.0\.0\n$/);
    expect(aborted).toMatchObject({ code: 0, stderr: expect.stringContaining("nobody drives it now") });
    expect(await bench.record()).toMatchObject({ live, rollout: { phase: "rolled-back" }, outbox: [] });
  }, 120_000);

  it.each<[string, readonly string[], number, RegExp]>([
    [
      "without a reason",
      ["pause", "info", "-e", "production"],
      2,
      /required option '-r, --reason <text>' not specified/,
    ],
    ["with an empty reason", ["pause", "info", "-e", "production", "-r", " "], 2, /Say why: it is kept in the record/],
    ["for no time", ["pause", "info", "-e", "production", "-r", "x", "--for", "0"], 2, /Write a number of minutes/],
    ["in an environment that is none", ["abort", "info", "-e", "prod", "-r", "x"], 1, /prod/],
    [
      "where nothing was delivered",
      ["abort", "info", "-e", "production", "-r", "x"],
      1,
      /Nothing was ever delivered here/,
    ],
  ])("change nothing %s", async (_what, args, code, words) => {
    const bench = await RolloutBench.start();
    try {
      const manifest = ["--manifest", join(bench.directory, "delivery.json")];
      const ended = await tidegate(bench, ...args, ...manifest);
      expect(ended).toMatchObject({ code, stdout: "" });
      expect(ended.stderr).toMatch(words);
    } finally {
      await bench.stop();
    }
  });
});
