import { describe, expect, it, type TestContext } from "vitest";
import { RolloutBench } from "./rollout-bench.ts";

async function startBench(context: TestContext) {
  const bench = await RolloutBench.start();
  context.onTestFinished(() => bench.stop());
  return bench;
}
const resultsOf = (jobs: Readonly<Record<string, string>>) =>
  JSON.stringify(Object.fromEntries(Object.entries(jobs).map(([job, result]) => [job, { result, outputs: {} }])));

describe.concurrent("the deploy-status action's bundle", () => {
  it("says nothing when all went well", async (context) => {
    const bench = await startBench(context);
    const run = await bench.run("deploy-status", { results: resultsOf({ admit: "success", rollback: "skipped" }) });
    expect(run.exitCode).toBe(0);
    expect(bench.sink.requests).toBe(0);
  });

  it("tells the team once which jobs failed when no rollout of this run did", async (context) => {
    const bench = await startBench(context);
    const inputs = { results: resultsOf({ image: "failure", dev: "skipped", test: "cancelled" }) };
    for (const _ of [1, 2])
      expect((await bench.run("deploy-status", inputs, { GITHUB_SHA: "c".repeat(40) })).exitCode).toBe(0);
    expect(bench.sink.notices).toMatchObject([
      { kind: "failed", version: "ccccccc", runUrl: expect.stringMatching(/42$/) },
    ]);
    expect(bench.sink.notices[0]?.text).toContain("failed: image; cancelled: test");
    expect(bench.sink.repeats).toBe(1);
  });

  it("leaves it to the rollout's own notice when that tells, or will tell, of the failure", async (context) => {
    const bench = await startBench(context);
    bench.sink.breakDown({ status: 429, retryAfter: "3600" });
    const release = await bench.build("1.0.0", { UNHEALTHY: "1" });
    expect((await bench.rollOut(release)).exitCode).toBe(1);
    const left = (await bench.record())?.outbox.length;
    expect(left).toBeGreaterThan(0);
    bench.sink.recover();
    const run = await bench.run("deploy-status", { results: resultsOf({ rollout: "failure" }) });
    expect(run.exitCode).toBe(0);
    expect(bench.sink.notices.filter(({ rolloutId }) => rolloutId.startsWith("run-"))).toEqual([]);
  });

  it("still tells of a job that failed after this run's rollout had succeeded", async (context) => {
    const bench = await startBench(context);
    await bench.rollOut(await bench.build("1.0.0"));
    await bench.run("deploy-status", { results: resultsOf({ rollout: "success", integration: "failure" }) });
    expect(bench.sink.notices.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["succeeded", "failed"]));
    expect(bench.sink.notices.at(-1)?.text).toContain("integration");
  });

  it("is usable alone: a state, a sentence", async (context) => {
    const bench = await startBench(context);
    const run = await bench.run("deploy-status", { state: "succeeded", version: "2.0.0", text: "done | <b>" });
    expect(run.exitCode).toBe(0);
    expect(bench.sink.notices).toMatchObject([{ kind: "succeeded", version: "2.0.0", text: "done | <b>" }]);
  });

  it.for<[string, Record<string, string>, RegExp]>([
    ["neither state nor results", {}, /either `state` or `results`/],
    ["both", { state: "failed", results: "{}" }, /either `state` or `results`/],
    ["results that are not JSON", { results: "x" }, /expected JSON/],
    ["an unknown state", { state: "great" }, /state/],
  ])("refuses %s", async ([_, inputs, expected], context) => {
    const bench = await startBench(context);
    const run = await bench.run("deploy-status", inputs);
    expect(run.exitCode).toBe(1);
    expect(run.log).toMatch(expected);
    expect(bench.sink.requests).toBe(0);
  });

  it("does not fail when the team cannot be told", async (context) => {
    const bench = await startBench(context);
    bench.sink.breakDown({ status: 404 });
    const run = await bench.run("deploy-status", { results: resultsOf({ image: "failure" }) });
    expect(run.exitCode).toBe(0);
    expect(run.log).toContain("not told");
  });
});
