import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CounterMark, counterMarkSchema, increment, type Ticks } from "../../src/slo/counter.ts";
import type { ArmSample, MetricsSample } from "../../src/slo/counts.ts";

const indicators = ["errors"];
const arm = (requests: number, errors: number, instance = "a"): ArmSample => ({ requests, bad: { errors }, instance });
const none = { requests: 0, failures: 0 };

/** The increments of each scrape in turn; a scrape is one second after the one before. */
function ticksOf(...scrapes: readonly MetricsSample["arms"][]): readonly (Ticks | string)[] {
  let mark: CounterMark | undefined;
  return scrapes.map((arms, second) => {
    const read = increment(mark, { atMs: second * 1000, arms }, indicators);
    if (read.kind === "first" || read.kind === "tick")
      mark = counterMarkSchema.parse(JSON.parse(JSON.stringify(read.mark)));
    return read.kind === "tick" ? read.ticks : read.kind;
  });
}

const errors = (stable: readonly [number, number], candidate: readonly [number, number]): Ticks => ({
  errors: {
    stable: { requests: stable[0], failures: stable[1] },
    candidate: { requests: candidate[0], failures: candidate[1] },
  },
});

describe("increments of counters", () => {
  it("do not count what was served before the first scrape", () => {
    const ticks = ticksOf(
      { stable: arm(1000, 7), candidate: arm(10, 1) },
      { stable: arm(1100, 8), candidate: arm(15, 3) },
    );
    expect(ticks).toEqual(["first", errors([100, 1], [5, 2])]);
  });

  it.each([
    { why: "the instance is another", after: arm(1200, 9, "b"), counted: [1200, 9] as const },
    { why: "the requests went down", after: arm(40, 1), counted: [40, 1] as const },
    { why: "only the failures went down", after: arm(1200, 2), counted: [1200, 2] as const },
  ])("are the new value when $why, for the whole arm", ({ after, counted }) => {
    const ticks = ticksOf({ stable: arm(1000, 7), candidate: arm(10, 1) }, { stable: after, candidate: arm(15, 1) });
    expect(ticks[1]).toEqual(errors(counted, [5, 0]));
  });

  it("count all of an arm that had not served anything before", () => {
    const ticks = ticksOf({ stable: arm(1000, 7) }, { stable: arm(1100, 7), candidate: arm(5, 2) });
    expect(ticks[1]).toEqual(errors([100, 0], [5, 2]));
  });

  it("leave out an arm that vanished, and what it did until it came back", () => {
    const before = { stable: arm(1000, 7), candidate: arm(10, 1) };
    const ticks = ticksOf(
      before,
      { stable: arm(1100, 7) },
      { stable: arm(1200, 7) },
      { stable: arm(1300, 7), candidate: arm(90, 50) },
      { stable: arm(1400, 7), candidate: arm(95, 51) },
    );
    expect(ticks.slice(1)).toEqual([
      errors([100, 0], [0, 0]),
      errors([100, 0], [0, 0]),
      errors([100, 0], [0, 0]),
      errors([100, 0], [5, 1]),
    ]);
  });

  it("are not counted twice when the same or an older scrape comes again", () => {
    const mark = increment(undefined, { atMs: 5000, arms: { stable: arm(10, 0) } }, indicators);
    if (mark.kind !== "first") expect.fail("the first scrape sets the mark");
    for (const atMs of [5000, 4999]) {
      expect(increment(mark.mark, { atMs, arms: { stable: arm(20, 0) } }, indicators).kind).toBe("repeat");
    }
  });

  it.each([
    { why: "a negative counter", candidate: arm(-1, 0) },
    { why: "NaN", candidate: arm(Number.NaN, 0) },
    { why: "infinity", candidate: arm(Number.POSITIVE_INFINITY, 0) },
    { why: "a fraction", candidate: arm(10.5, 0) },
    { why: "a negative failure count", candidate: arm(10, -1) },
    { why: "more failures than requests", candidate: arm(10, 11) },
    { why: "no series for a declared indicator", candidate: { requests: 10, bad: {}, instance: "a" } },
  ])("are refused for $why, even in the first scrape", ({ candidate }) => {
    expect(ticksOf({ stable: arm(10, 0), candidate })).toEqual(["invalid"]);
  });

  it("are refused for a scrape without a time", () => {
    expect(increment(undefined, { atMs: Number.NaN, arms: {} }, indicators).kind).toBe("invalid");
  });

  it("wait for the next scrape when the counters were torn while being read", () => {
    const ticks = ticksOf(
      { stable: arm(1000, 7), candidate: arm(10, 1) },
      { stable: arm(1100, 7), candidate: arm(11, 3) },
      { stable: arm(1200, 7), candidate: arm(13, 3) },
    );
    expect(ticks).toEqual(["first", "invalid", errors([200, 0], [3, 2])]);
  });

  it("add up to everything served, however often one looks and restarts", () => {
    const step = fc.record({ good: fc.nat(50), bad: fc.nat(50), restarted: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
        let requests = 0;
        let bad = 0;
        let instance = 0;
        const scrapes = steps.map(({ good, bad: failed, restarted }) => {
          if (restarted) [requests, bad, instance] = [0, 0, instance + 1];
          requests += good + failed;
          bad += failed;
          return { stable: arm(requests, bad, `${instance}`) };
        });
        const ticks = ticksOf({ stable: arm(0, 0, "0") }, ...scrapes);
        const counted = ticks.map((tick) => (typeof tick === "string" ? none : (tick.errors?.stable ?? none)));
        const total = (pick: (counts: typeof none) => number) => counted.reduce((sum, counts) => sum + pick(counts), 0);
        expect(total((counts) => counts.requests)).toBe(
          steps.reduce((sum, { good, bad: failed }) => sum + good + failed, 0),
        );
        expect(total((counts) => counts.failures)).toBe(steps.reduce((sum, { bad: failed }) => sum + failed, 0));
      }),
    );
  });
});
