import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, type TestContext } from "vitest";
import { isFinal } from "../../src/rollout/notice.ts";
import { quickManifest, RolloutBench } from "./rollout-bench.ts";

async function startBench(context: TestContext) {
  const bench = await RolloutBench.start();
  context.onTestFinished(() => bench.stop());
  return bench;
}

/** 1.0.0 was live, 1.1.0 is. */
async function withTwo(context: TestContext) {
  const bench = await startBench(context);
  const recreate = quickManifest({ environment: { strategy: { kind: "recreate", bakeMs: 0 } } });
  bench.writeManifest(JSON.stringify(recreate));
  const old = await bench.build("1.0.0");
  const live = await bench.build("1.1.0", { SALT: "1" });
  for (const release of [old, live]) expect((await bench.rollOut(release)).outputs.outcome).toBe("succeeded");
  return { bench, old, live };
}

describe.concurrent("the reconcile action's bundle", () => {
  it("rollback brings back what was live before, and again changes nothing", async (context) => {
    const { bench, old } = await withTwo(context);
    const reason = "users complain";
    const run = await bench.run("reconcile", { mode: "rollback", reason }, { GITHUB_RUN_ID: "50" });
    expect(run.exitCode).toBe(0);
    expect((await bench.record())?.live?.digest).toBe(old.digest);
    expect((await bench.target.observe()).arms.stable?.release.digest).toBe(old.digest);
    expect(run.summary).toContain(reason);
    const finals = bench.sink.notices.filter(isFinal);
    expect(finals).toHaveLength(3);
  });

  it("rollback needs no registry", async (context) => {
    const { bench, old } = await withTwo(context);
    const mirrors = JSON.stringify({ "registry.test": "http://127.0.0.1:9" });
    const env = { TIDEGATE_REGISTRY_MIRRORS: mirrors, GITHUB_RUN_ID: "50" };
    const run = await bench.run("reconcile", { mode: "rollback", reason: "r" }, env);
    expect(run.exitCode).toBe(0);
    expect((await bench.record())?.live?.digest).toBe(old.digest);
  });

  it.for(["9.9.9", "$(reboot)", `sha256:${"0".repeat(64)}`])(
    "rollback to %s, which was never live here, is refused with what was",
    async (to, context) => {
      const { bench, live } = await withTwo(context);
      const run = await bench.run("reconcile", { mode: "rollback", to, reason: "r" }, { GITHUB_RUN_ID: "50" });
      expect([run.exitCode, run.outputs.outcome]).toEqual([1, "refused"]);
      expect(run.log).toContain("1.0.0");
      expect((await bench.record())?.live).toEqual(live);
    },
  );

  it("watch has nothing to do where nothing was ever delivered, in every environment", async (context) => {
    const bench = await startBench(context);
    const run = await bench.run("reconcile", { mode: "watch", environment: "" });
    expect([run.exitCode, run.outputs.outcome, run.outputs.phase]).toEqual([0, "nothing-to-do", ""]);
  });

  it.for(["watch", "recover", "rollback"])(
    "%s decides nothing from a corrupt record, and fails",
    async (mode, context) => {
      const { bench, live } = await withTwo(context);
      await bench.target.shutDown();
      writeFileSync(join(bench.env.TIDEGATE_HOME ?? "", "production", "info", "record.json"), '{"schema":');
      const run = await bench.run("reconcile", { mode, reason: "r" });
      expect([run.exitCode, run.outputs.outcome]).toEqual([1, "unreachable"]);
      expect(run.log).not.toContain("defect in tidegate");
      expect(live.version).toBe("1.1.0");
    },
  );

  it.for<[string, Record<string, string>, RegExp]>([
    ["an unknown mode", { mode: "fix" }, /mode/],
    ["an unknown environment", { mode: "watch", environment: "prod" }, /There is: production/],
    ["an unknown service", { mode: "watch", service: "inof" }, /There is: info/],
  ])("refuses %s", async ([_, inputs, expected], context) => {
    const bench = await startBench(context);
    const run = await bench.run("reconcile", inputs);
    expect(run.exitCode).toBe(1);
    expect(run.log).toMatch(expected);
  });
});
