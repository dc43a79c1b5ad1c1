import { describe, expect, it } from "vitest";
import { fitLine, summarize } from "../../../src/bench/synth/median.ts";

describe("a summary", () => {
  it.each([
    ["one value", [7], { median: 7, min: 7, max: 7 }],
    ["an odd number, unsorted", [30, 10, 20], { median: 20, min: 10, max: 30 }],
    ["an even number: the middle of the two in the middle", [4, 1, 10, 2], { median: 3, min: 1, max: 10 }],
    ["values that sort differently as text", [9, 10, 100], { median: 10, min: 9, max: 100 }],
  ])("of %s", (_of, values, expected) => {
    expect(summarize(values)).toEqual(expected);
  });
});

describe("a line through points", () => {
  it("goes through all of them where they lie on one", () => {
    const { slope, intercept, rSquared } = fitLine([10, 100, 1000].map((x) => [x, 0.5 + 0.02 * x] as const));
    expect(slope).toBeCloseTo(0.02, 12);
    expect(intercept).toBeCloseTo(0.5, 12);
    expect(rSquared).toBeCloseTo(1, 12);
  });

  it("tells by its R² that growth is not linear", () => {
    expect(fitLine([1, 2, 4, 8, 16].map((x) => [x, x ** 3] as const)).rSquared).toBeLessThan(0.95);
  });
});
