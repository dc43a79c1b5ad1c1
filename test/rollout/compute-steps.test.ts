import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ComputeOptions, computeSteps } from "../../src/rollout/strategies/compute-steps.ts";
import { requiredRequests } from "../../src/slo/power.ts";

const options: ComputeOptions = {
  requestsPerSecond: 20,
  harmedRequests: 20,
  baselineRatios: [0.001],
  alpha: 0.05,
  riskRatio: 1.5,
  detectRatio: 10,
  minRequests: 100,
  settleMs: 30_000,
  pollMs: 10_000,
  granularityPercent: 0.0001,
};

const stepsOf = (changes: Partial<ComputeOptions> = {}) => {
  const computed = computeSteps({ ...options, ...changes });
  return computed.kind === "steps" ? computed.steps : [];
};

/** Requests that fail beyond the usual at a share until a regression is taken back, written out again by hand. */
function harmAt(
  percent: number,
  ratio: number,
  { requestsPerSecond, settleMs, pollMs, ...rest }: ComputeOptions,
): number {
  const [baselineRatio = 0] = rest.baselineRatios;
  const perSecond = (requestsPerSecond * percent) / 100;
  const requests = requiredRequests({ ...rest, baselineRatio, detectRatio: ratio, candidateShare: percent / 100 });
  const detectedAfterSeconds = settleMs / 1_000 + requests / perSecond + (2 * pollMs) / 1_000;
  return perSecond * detectedAfterSeconds * baselineRatio * (ratio - 1);
}

describe("computeSteps", () => {
  it("starts as wide as the harm allows, and no wider", () => {
    const [first] = stepsOf();
    const percent = first?.percent ?? Number.NaN;
    const worst = (share: number) =>
      Math.max(...[10, 30, 100, 300, 1000].map((ratio) => harmAt(share, ratio, options)));
    expect(worst(percent)).toBeLessThanOrEqual(20);
    expect(worst(percent * 1.15)).toBeGreaterThan(20);
  });

  it("widens at most fourfold, and ends within a fourfold step of all requests", () => {
    fc.assert(
      fc.property(
        fc.record({
          requestsPerSecond: fc.double({ min: 0.2, max: 5_000, noNaN: true }),
          harmedRequests: fc.integer({ min: 10, max: 10_000 }),
          settleMs: fc.integer({ min: 0, max: 120_000 }),
          granularityPercent: fc.constantFrom(0.0001, 0.01, 0.1, 1),
        }),
        (changes) => {
          const percents = [...stepsOf(changes).map(({ percent }) => percent), 100];
          for (const [index, percent] of percents.entries()) {
            const before = percents[index - 1];
            if (before === undefined) continue;
            expect(percent).toBeGreaterThan(before);
            // A target that cannot set anything between forces one step of its own size.
            expect(percent).toBeLessThanOrEqual(Math.max(4 * before, before + changes.granularityPercent) * (1 + 1e-9));
          }
        },
      ),
    );
  });

  it("observes each step until it can have seen what it must, so wide steps are short and small ones long", () => {
    for (const { percent, observeMs } of stepsOf()) {
      const counted = (options.requestsPerSecond * percent * observeMs) / 100_000;
      const needed = requiredRequests({ ...options, baselineRatio: 0.001, candidateShare: percent / 100 });
      expect(counted).toBeGreaterThanOrEqual(Math.max(needed, options.minRequests));
      expect(counted - (options.requestsPerSecond * percent) / 100).toBeLessThan(Math.max(needed, options.minRequests));
    }
  });

  it("gives more harm a wider first step", () => {
    const firsts = [20, 40, 80, 160].map((harmedRequests) => stepsOf({ harmedRequests })[0]?.percent ?? Number.NaN);
    expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
    expect(new Set(firsts).size).toBe(4);
  });

  it("says what the least harm is when none so small can be had, and that is then enough", () => {
    const computed = computeSteps({ ...options, harmedRequests: 1 });
    expect(computed.kind).toBe("impossible");
    const least = computed.kind === "impossible" ? computed.minHarmedRequests : Number.NaN;
    expect(computeSteps({ ...options, harmedRequests: least }).kind).toBe("steps");
    expect(computeSteps({ ...options, harmedRequests: least - 1 }).kind).toBe("impossible");
  });

  it("looks at the most demanding of several objectives", () => {
    const both = stepsOf({ baselineRatios: [0.001, 0.05] });
    const one = stepsOf({ baselineRatios: [0.001] });
    expect(both[0]?.percent).toBeLessThanOrEqual(one[0]?.percent ?? Number.NaN);
  });

  it.each([Number.NaN, 0, -1])("finds no steps for a harm of %d", (harmedRequests) => {
    expect(computeSteps({ ...options, harmedRequests }).kind).toBe("impossible");
  });
});
