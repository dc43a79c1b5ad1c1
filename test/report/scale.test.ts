import { describe, expect, it } from "vitest";
import { linearScale, logScale, niceCeiling, timeTicks } from "../../src/report/chart/scale.ts";

describe("a scale", () => {
  it.each([
    [0, 1],
    [0.1, 0.1],
    [0.11, 0.2],
    [5, 5],
    [5.1, 10],
    [62, 100],
    [Number.NaN, 1],
  ])("for values up to %d ends at %d", (value, end) => {
    expect(niceCeiling(value)).toBe(end);
  });

  it("of logarithms draws nothing outside of itself", () => {
    const scale = logScale([0.01, 100], [200, 0]);
    expect([0, -1, 0.01, 1, 100, 1e12].map(scale)).toEqual([200, 200, 200, 100, 0, 0]);
  });

  it("without a length does not divide by it", () => {
    expect(linearScale([5, 5], [0, 10])(5)).toBe(0);
  });

  it.each([
    [5_800, ["0", "2 s", "4 s"]],
    [90_000, ["0", "30 s", "1:00 min", "1:30 min"]],
    [3_600_000, ["0", "15 min", "30 min", "45 min", "1:00 h"]],
    [5 * 86_400_000, ["0", "1 d", "2 d", "3 d", "4 d", "5 d"]],
    [1, ["0"]],
  ])("of %d ms has marks at round times", (durationMs, labels) => {
    expect(timeTicks(durationMs, 5).map(({ label }) => label)).toEqual(labels);
  });
});
