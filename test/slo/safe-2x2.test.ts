import { describe, expect, it } from "vitest";
import { advanceSafe2x2, startSafe2x2 } from "../../src/slo/safe-2x2.ts";
import { binomialProbabilities } from "./binomial.ts";

const block = (nb: number, nc: number, yb: number, yc: number) => ({
  stable: { requests: nb, failures: yb },
  candidate: { requests: nc, failures: yc },
});

describe("the safe 2×2 test", () => {
  it.each([
    { blocks: 1, evidence: 1 },
    { blocks: 2, evidence: 961.341 },
    { blocks: 3, evidence: 927_668 },
  ])("finds evidence $evidence after $blocks equal blocks", ({ blocks, evidence }) => {
    const after = Array.from({ length: blocks }, () => block(950, 50, 1, 3)).reduce(advanceSafe2x2, startSafe2x2);
    expect(Math.exp(after.logEvidence) / evidence).toBeCloseTo(1, 5);
  });

  it("expects at most 1 from the block after any first one when the arms are equally bad", () => {
    for (const ratio of [0.05, 0.3]) {
      const first = advanceSafe2x2(startSafe2x2, block(40, 10, 2, 3));
      let mean = 0;
      for (const [yb, pb] of binomialProbabilities(40, ratio).entries()) {
        for (const [yc, pc] of binomialProbabilities(10, ratio).entries()) {
          mean += pb * pc * Math.exp(advanceSafe2x2(first, block(40, 10, yb, yc)).logEvidence);
        }
      }
      expect(mean).toBeLessThanOrEqual(1 + 1e-9);
      expect(mean).toBeGreaterThan(0);
    }
  });

  it("is one-sided: a better candidate is no evidence", () => {
    const better = [block(500, 500, 50, 1), block(500, 500, 50, 1)].reduce(advanceSafe2x2, startSafe2x2);
    expect(better.logEvidence).toBe(0);
  });

  it("skips a block in which an arm is missing, and refuses counts that cannot be", () => {
    expect(advanceSafe2x2(startSafe2x2, block(0, 10, 0, 3))).toEqual(startSafe2x2);
    expect(() => advanceSafe2x2(startSafe2x2, block(10, 10, 0, 11))).toThrow(/cannot be/);
  });
});
