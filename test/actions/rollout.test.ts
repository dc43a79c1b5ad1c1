import { afterEach, describe, expect, it } from "vitest";
import { type BenchOptions, RolloutBench } from "./rollout-bench.ts";

let bench: RolloutBench;

/** A bench on which 1.0.0 serves under traffic. */
async function withLive(options: BenchOptions = {}) {
  bench = await RolloutBench.start(options);
  const live = await bench.build("1.0.0");
  const first = await bench.rollOut(live, { GITHUB_RUN_ID: "41" });
  expect(first.log).toContain("succeeded");
  bench.startTraffic(first.outputs.url ?? "");
  return live;
}
const finals = () => bench.sink.notices.filter(({ kind }) => kind !== "started" && kind !== "progress");

afterEach(() => bench.stop());

describe("the rollout action's bundle", () => {
  it("walks a good release to 100 %, tells the team and writes the summary", async () => {
    await withLive();
    const next = await bench.build("1.1.0", { SALT: "1" });
    const run = await bench.rollOut(next);
    expect(run.log).toContain("succeeded");
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ outcome: "succeeded", phase: "succeeded" });
    expect(run.summary).toContain("## ✅ info 1.1.0 → production: succeeded");
    expect((await bench.record())?.live?.digest).toBe(next.digest);
    expect(finals().map(({ kind, version }) => `${version} ${kind}`)).toEqual(["1.0.0 succeeded", "1.1.0 succeeded"]);
    expect(bench.sink.refused).toEqual([]);
  });

  it.each([
    ["fails a third of its requests", { FAIL_EVERY: "3" }],
    ["is slow for half of its requests", { SLOW_EVERY: "2" }],
  ])("takes a release back that %s, and quarantines it", async (_, behaviour) => {
    const live = await withLive();
    const bad = await bench.build("1.1.0", behaviour);
    const run = await bench.rollOut(bad);
    expect(run.exitCode).toBe(1);
    expect(run.outputs.outcome).toBe("rolled-back");
    const record = await bench.record();
    expect(record?.live).toEqual(live);
    expect(record?.quarantine.map(({ digest }) => digest)).toEqual([bad.digest]);
    expect((await bench.target.observe()).candidatePercent).toBe(0);
    expect(finals().at(-1)).toMatchObject({ kind: "rolled-back", version: "1.1.0" });
    const again = await bench.rollOut(bad);
    expect([again.exitCode, again.outputs.outcome]).toEqual([1, "refused"]);
    expect(again.log).toContain("quarantine");
  });
});
