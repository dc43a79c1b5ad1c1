import { describe, expect, it } from "vitest";
import { detectableRatio, requiredRequests } from "../../src/slo/power.ts";

const rare = { baselineRatio: 0.001, alpha: 0.01 };

describe("power", () => {
  // The published table rounds down; half a request is no request, so we round up.
  it.each([
    { detectRatio: 2, published: 17_098 },
    { detectRatio: 3, published: 5_097 },
    { detectRatio: 5, published: 1_632 },
    { detectRatio: 10, published: 470 },
    { detectRatio: 20, published: 161 },
    { detectRatio: 50, published: 45 },
  ])(
    "needs $published candidate requests to see $detectRatio times a failure in a thousand",
    ({ detectRatio, published }) => {
      expect(requiredRequests({ ...rare, detectRatio })).toBe(published + 1);
    },
  );

  it("comes near the table as the candidate's share vanishes, and needs more the larger it is", () => {
    const at = (candidateShare: number) => requiredRequests({ ...rare, detectRatio: 10, candidateShare });
    expect(at(1e-6)).toBe(471);
    expect(at(0.05)).toBeGreaterThan(at(0.01));
    expect(at(0.5)).toBeGreaterThan(at(0.05));
    expect(at(1)).toBe(Number.POSITIVE_INFINITY);
  });

  it.each([
    { detectRatio: 1.5, riskRatio: 1.5 },
    { detectRatio: 1, riskRatio: 1.5 },
    { detectRatio: Number.NaN, riskRatio: 1 },
  ])("can never see a ratio of $detectRatio beyond a margin of $riskRatio", (ratios) => {
    expect(requiredRequests({ ...rare, ...ratios })).toBe(Number.POSITIVE_INFINITY);
  });

  it.each([471, 1_633, 17_099])("says which regression %i requests can see", (candidateRequests) => {
    const ratio = detectableRatio({ ...rare, candidateRequests });
    expect(requiredRequests({ ...rare, detectRatio: ratio })).toBeLessThanOrEqual(candidateRequests);
    expect(requiredRequests({ ...rare, detectRatio: ratio * 0.999 })).toBeGreaterThan(candidateRequests);
  });

  it("says that a handful of requests sees nothing at all", () => {
    expect(detectableRatio({ ...rare, candidateRequests: 0 })).toBe(Number.POSITIVE_INFINITY);
    expect(detectableRatio({ ...rare, candidateRequests: 2 })).toBeLessThan(1000);
  });
});
