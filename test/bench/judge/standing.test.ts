import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sharedGrid } from "../../../src/bench/judge/grid.ts";
import { emptyResults, type Results, readResults, writeResults } from "../../../src/bench/judge/results.ts";
import { runSharedCell } from "../../../src/bench/judge/run-cell.ts";
import { nameOf, type Scenario } from "../../../src/bench/judge/scenario.ts";
import { standingIn } from "../../../src/bench/judge/standing.ts";
import { tally } from "../../../src/bench/judge/tally.ts";

const bad: Scenario = {
  requestsPerSecond: 20,
  errorRatio: 0.001,
  slowRatio: 0.02,
  effect: { kind: "share", share: 0.05 },
  disturbance: "none",
  probesPerSecond: 0,
};

/** All healthy cells of the service, in which the rival takes back so many of 100, and the one with the regression. */
function resultsWith(rival: {
  falsely: number;
  onBurst: number;
  medianSeconds: number | null;
  harmed: number;
}): Results {
  const entry = (rolledBack: number, medianSeconds: number | null, harmed: number) => ({
    runs: 100,
    rolledBack,
    medianSeconds,
    p95Seconds: null,
    harmed,
  });
  const results = emptyResults(100);
  for (const scenario of sharedGrid()) {
    const { effect, requestsPerSecond, errorRatio, disturbance } = scenario;
    if (effect.kind !== "none" || requestsPerSecond !== 20 || errorRatio !== 0.001) continue;
    const falsely = disturbance === "burst" ? rival.onBurst : rival.falsely;
    results.shared[nameOf(scenario)] = { Rival: entry(falsely, null, 0), tidegate: entry(0, null, 0) };
  }
  results.shared[nameOf(bad)] = {
    Rival: entry(100, rival.medianSeconds, rival.harmed),
    tidegate: entry(100, 100, 5),
  };
  return results;
}

describe("who is first in a cell", () => {
  it.each([
    {
      what: "a slower rival",
      rival: { falsely: 5, onBurst: 0, medianSeconds: 110, harmed: 6 },
      time: "ours",
      harm: "ours",
    },
    {
      what: "one as fast",
      rival: { falsely: 5, onBurst: 0, medianSeconds: 100, harmed: 5 },
      time: "ours",
      harm: "ours",
    },
    {
      what: "a faster one",
      rival: { falsely: 5, onBurst: 0, medianSeconds: 90, harmed: 4 },
      time: "theirs",
      harm: "theirs",
    },
    {
      what: "one too trigger-happy",
      rival: { falsely: 6, onBurst: 0, medianSeconds: 90, harmed: 4 },
      time: "ours",
      harm: "ours",
    },
    {
      what: "one that finds nothing",
      rival: { falsely: 0, onBurst: 0, medianSeconds: null, harmed: 9 },
      time: "ours",
      harm: "ours",
    },
  ])("beside $what it is $time", ({ rival, time, harm }) => {
    expect(standingIn(bad, resultsWith(rival), "same-day")).toMatchObject({ time, harm });
  });

  it("a rival that bursts fool is one on quiet days only", () => {
    const results = resultsWith({ falsely: 0, onBurst: 90, medianSeconds: 90, harmed: 4 });
    expect(standingIn(bad, results, "same-day")?.time).toBe("theirs");
    expect(standingIn(bad, results, "every-day")?.time).toBe("ours");
  });

  it("is not said while a cell that it depends on is not measured", () => {
    const results = resultsWith({ falsely: 0, onBurst: 0, medianSeconds: 90, harmed: 4 });
    delete results.shared[nameOf({ ...bad, effect: { kind: "none" }, disturbance: "drift" })];
    expect(standingIn(bad, results, "same-day")).toBeDefined();
    expect(standingIn(bad, results, "every-day")).toBeUndefined();
  });
});

describe("a tally", () => {
  it("counts from the onset, and what never ends as later than everything", () => {
    const endings = [{ rolledBackAtSeconds: 200, harmed: 1 }, { rolledBackAtSeconds: 190, harmed: 2 }, { harmed: 9 }];
    expect(tally(endings, 180)).toEqual({ runs: 3, rolledBack: 2, medianSeconds: 20, p95Seconds: null, harmed: 4 });
  });
});

describe("results", () => {
  it("are the same for the same cell, come back from disk, and are left behind when the runs differ", () => {
    const scenario: Scenario = { ...bad, requestsPerSecond: 200 };
    const cell = runSharedCell(scenario, 3);
    expect(runSharedCell(scenario, 3)).toEqual(cell);
    const path = join(mkdtempSync(join(tmpdir(), "tidegate-bench-")), "judge.json");
    writeResults(path, { ...emptyResults(3), shared: { [nameOf(scenario)]: { ...cell } } });
    expect(readResults(path, 3).shared[nameOf(scenario)]).toEqual(cell);
    expect(readResults(path, 4).shared).toEqual({});
  });
});
