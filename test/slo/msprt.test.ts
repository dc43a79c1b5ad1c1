import { describe, expect, it } from "vitest";
import { msprt } from "../../src/slo/msprt.ts";

const arms = (nb: number, nc: number, yb: number, yc: number) => ({
  stable: { requests: nb, failures: yb },
  candidate: { requests: nc, failures: yc },
});

describe("the mixture sequential probability ratio test", () => {
  it("finds 14.085 in 10 of 500 against 10 of 9,500", () => {
    expect(msprt(arms(9500, 500, 10, 10))).toBeCloseTo(14.085, 3);
  });

  it.each([
    { why: "before its burn-in", counts: arms(9500, 99, 10, 50) },
    { why: "without any variance", counts: arms(9500, 500, 0, 0) },
    { why: "without requests", counts: arms(0, 0, 0, 0) },
  ])("says nothing $why", ({ counts }) => {
    expect(msprt(counts)).toBe(1);
  });
});
