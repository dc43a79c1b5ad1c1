import { describe, expect, it } from "vitest";
import { mannWhitney } from "../../../../src/bench/judge/judges/mann-whitney.ts";

const oneToTen = Array.from({ length: 10 }, (_, index) => index + 1);

describe("the Mann-Whitney baseline", () => {
  it("calls five minutes of tripled errors high", () => {
    const result = mannWhitney([0.02, 0.03, 0.025, 0.028, 0.031], [0.01, 0.012, 0.009, 0.011, 0.013]);
    expect(result.classification).toBe("high");
    // The statistic is flat between two shifts, so where a search stops there differs in the third digit.
    expect(result.lower).toBeCloseTo(0.0071, 3);
    expect(result.upper).toBeCloseTo(0.022, 3);
    expect(Math.abs(result.estimate - 0.0166)).toBeLessThan(0.001);
  });

  it("passes ten points that are half a unit apart", () => {
    const result = mannWhitney(
      oneToTen,
      oneToTen.map((value) => value + 0.5),
    );
    expect(result.classification).toBe("pass");
    expect(result.lower).toBeCloseTo(-4.5, 3);
    expect(result.upper).toBeCloseTo(3.5, 3);
    expect(result.estimate).toBeCloseTo(-0.5, 3);
  });

  it("mirrors its classification when the samples change places", () => {
    const [bad, good] = [
      [5, 6, 7, 8, 9, 10],
      [1, 1.1, 1.2, 1.3, 1.4, 1.5],
    ];
    expect(mannWhitney(bad, good).classification).toBe("high");
    expect(mannWhitney(good, bad).classification).toBe("low");
  });
});
