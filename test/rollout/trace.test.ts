import { describe, expect, it } from "vitest";
import { runRollout } from "../../src/rollout/engine.ts";
import { migrateRecord } from "../../src/rollout/migrate-record.ts";
import type { Observation } from "../../src/rollout/ports.ts";
import type { Rollout } from "../../src/rollout/record.ts";
import type { Seen } from "../../src/rollout/seen.ts";
import { keptTrace, thinned, withTrace } from "../../src/rollout/trace.ts";
import type { TracePoint } from "../../src/rollout/trace-schema.ts";
import type { Verdict } from "../../src/slo/verdict.ts";
import { trafficBench, v1, verdicts } from "./bench.ts";
import { recordIn, sinceMs } from "./record-in.ts";

const point = (atMs: number, changes: Partial<TracePoint> = {}): TracePoint => ({
  atMs,
  candidatePercent: 5,
  ...changes,
});
const started = (): Rollout => {
  const { rollout } = recordIn("observing", { judgedStep: "step 0" });
  if (rollout === undefined) throw new Error("a record in a phase has a rollout");
  return rollout;
};
const observation: Observation = { arms: {}, candidatePercent: 5 };
const seenAt = (nowMs: number, verdict?: Verdict): Seen => ({
  nowMs,
  observation,
  ...(verdict === undefined ? {} : { verdict }),
});

/** The rollout after many polls, one a second. */
function polled(count: number, verdictAt: (index: number) => Verdict): Rollout {
  let rollout = started();
  for (let index = 1; index <= count; index += 1) {
    rollout = withTrace(rollout, seenAt(sinceMs + 1_000 * index, verdictAt(index)));
  }
  return rollout;
}

describe("a rollout's trace", () => {
  it("never has more points than are kept, however long it takes", () => {
    const { trace } = polled(5_000, () => verdicts.continue);
    expect(trace?.points.length).toBeLessThanOrEqual(keptTrace.points);
    expect(trace?.points.length).toBeGreaterThan(keptTrace.points / 4);
    expect(trace?.points.at(0)?.atMs).toBe(sinceMs + 1_000);
    expect(trace?.points.at(-1)?.atMs).toBe(sinceMs + 5_000_000);
  });

  it("takes at most 150 kB of the record, with three objectives and as many steps as are kept", () => {
    const counts = { requests: 123_456_789, failures: 1_234_567 };
    const arms = { stable: counts, candidate: counts };
    const of = (indicator: string) => ({
      ...{ indicator, arms, evidence: 123_456.789, limit: 123_456.789, burnRate: {} },
      ratio: { estimate: 123.456_789_012_345, low: 12.345_678_901_234_5, high: 1_234.567_890_123_45 },
      toDecide: { failuresToFail: 123_456, requestsToPass: 123_456.789_012_345 },
    });
    const indicators = ["errors", "slow-50ms", "slow-250ms"].map(of);
    const bad = { errors: 1_234_567, "slow-50ms": 1_234_567, "slow-250ms": 1_234_567 };
    const served = { stable: { ...counts, bad }, candidate: { ...counts, bad } };
    let rollout = { ...started(), served };
    for (let poll = 1; poll <= 400; poll += 1) {
      const verdict: Verdict = { kind: "continue", evidence: { summary: "s".repeat(1_000), indicators } };
      rollout = {
        ...rollout,
        ...withTrace({ ...rollout, judgedStep: `step ${poll}` }, seenAt(1e12 + poll, verdict)),
        served,
      };
    }
    expect(rollout.trace?.words).toHaveLength(keptTrace.words);
    expect(JSON.stringify(rollout.trace).length).toBeLessThan(150_000);
    expect(JSON.stringify(rollout.trace).length).toBeGreaterThan(60_000);
  });

  it("never has more points even when every poll says something else", () => {
    const { trace } = polled(2_000, (index) => (index % 2 === 0 ? verdicts.continue : verdicts["provider-error"]));
    expect(trace?.points.length).toBeLessThanOrEqual(keptTrace.points);
  });

  it("keeps the moments at which the share or the verdict changed when it is thinned", () => {
    const points = Array.from({ length: 21 }, (_, index) =>
      point(index, { candidatePercent: index < 7 ? 5 : 20, verdict: index === 13 ? "fail" : "continue" }),
    );
    const kept = thinned(points, 20).map(({ atMs }) => atMs);
    expect(kept).toEqual([0, 2, 4, 6, 7, 8, 10, 12, 13, 14, 16, 18, 20]);
  });

  it("leaves as many as are kept alone", () => {
    const points = Array.from({ length: 20 }, (_, index) => point(index));
    expect(thinned(points, 20)).toEqual(points);
  });

  it("does not change by a look that was noted already", () => {
    const once = withTrace(started(), seenAt(sinceMs + 1, verdicts.pass));
    expect(withTrace(once, seenAt(sinceMs + 1, verdicts.fail))).toBe(once);
  });

  it("has one last word a step, and since when the judge has spoken about it", () => {
    const first = polled(3, () => verdicts.continue);
    const passed = withTrace(first, seenAt(sinceMs + 4_000, verdicts.pass));
    const second = withTrace({ ...passed, judgedStep: "step 1" }, seenAt(sinceMs + 5_000, verdicts["low-power"]));
    expect(second.trace?.words.map(({ step, kind, reason, atMs }) => ({ step, kind, reason, atMs }))).toEqual([
      { step: "step 0", kind: "pass", reason: undefined, atMs: sinceMs + 4_000 },
      { step: "step 1", kind: "inconclusive", reason: "low-power", atMs: sinceMs + 5_000 },
    ]);
    expect(second.trace?.words[0]?.sinceMs).toBe(sinceMs + 1_000);
  });

  it("holds nothing that JSON cannot, and comes back as it was written", () => {
    const counts = { stable: { requests: 9, failures: 0 }, candidate: { requests: 1, failures: 1 } };
    const evidence = {
      summary: "s".repeat(2_000),
      indicators: [
        {
          indicator: "errors",
          arms: counts,
          evidence: Number.POSITIVE_INFINITY,
          limit: Number.POSITIVE_INFINITY,
          burnRate: {},
        },
      ],
    };
    const rollout = withTrace(started(), seenAt(sinceMs + 1, { kind: "fail", evidence }));
    const record = { ...recordIn("observing"), rollout };
    const read = migrateRecord(JSON.parse(JSON.stringify(record)), "here");
    expect(read.rollout?.trace).toEqual(rollout.trace);
    expect(rollout.trace?.words[0]?.indicators[0]).not.toHaveProperty("limit");
    expect(rollout.trace?.words[0]?.summary).toHaveLength(keptTrace.summaryLength);
  });

  it("that cannot be read is left out, and the record is still good", () => {
    const stored = { ...recordIn("observing"), rollout: { ...started(), trace: { points: "many" } } };
    const read = migrateRecord(JSON.parse(JSON.stringify(stored)), "here");
    expect(read.rollout?.phase).toBe("observing");
    expect(read.rollout?.trace).toBeUndefined();
  });

  it("of a rollout that an engine drove has its shares, its evidence, its counts and a word on each step", async () => {
    const bench = await trafficBench(v1);
    const { rollout } = await runRollout(bench.request(), bench.ports);
    const { points = [], words = [] } = rollout?.trace ?? {};
    expect(new Set(points.map(({ candidatePercent }) => candidatePercent))).toEqual(new Set([5, 20, 50, 100]));
    expect(words.map(({ step }) => step)).toEqual(["step 0", "step 1", "step 2", "step 3", "bake"]);
    expect(points.some(({ evidence }) => evidence?.errors !== undefined)).toBe(true);
    const totals = points.flatMap(({ served }) => (served === undefined ? [] : [served.candidate.requests]));
    expect(totals).toEqual([...totals].sort((one, other) => one - other));
    expect(totals.at(-1)).toBe(rollout?.served?.candidate.requests);
  });
});
