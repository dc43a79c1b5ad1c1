import { describe, expect, it } from "vitest";
import { describeStepPower } from "../../src/slo/step-power.ts";

const traffic = { candidatePercent: 5, observeMs: 300_000, requestsPerSecond: 3, baselineRatio: 0.01 };
const demand = { alpha: 0.02, riskRatio: 1.5, detectRatio: 5 };

describe("what a step can see", () => {
  it("is said with what to do about it", () => {
    const power = describeStepPower(traffic, demand);
    expect(power.isEnough).toBe(false);
    expect(power.text).toMatch(
      /^5 % for 5 minutes at 3 rps sees a 1\d× rise in errors, not less; observe for \d+ minutes to see 5\.0×, or add probes$/,
    );
  });

  it("is enough after the time it advises", () => {
    const { neededMs } = describeStepPower(traffic, demand);
    expect(describeStepPower({ ...traffic, observeMs: neededMs }, demand).isEnough).toBe(true);
    expect(describeStepPower({ ...traffic, observeMs: 0.99 * neededMs }, demand).isEnough).toBe(false);
  });

  it("grows with the traffic, the share and the probes", () => {
    const { seesRatio } = describeStepPower(traffic, demand);
    expect(describeStepPower({ ...traffic, requestsPerSecond: 300 }, demand).seesRatio).toBeLessThan(seesRatio);
    expect(describeStepPower({ ...traffic, candidatePercent: 20 }, demand).seesRatio).toBeLessThan(seesRatio);
    expect(describeStepPower({ ...traffic, probesPerSecond: 1 }, demand).seesRatio).toBeLessThan(seesRatio);
  });

  it("is nothing at all without requests", () => {
    const power = describeStepPower({ ...traffic, requestsPerSecond: 0 }, demand);
    expect(power).toMatchObject({ seesRatio: Number.POSITIVE_INFINITY, isEnough: false });
    expect(power.text).toContain("sees no rise in errors, not even an outage; add probes");
  });

  it("says nothing more when it is enough", () => {
    expect(describeStepPower({ ...traffic, requestsPerSecond: 5000 }, demand).text).toMatch(/not less$/);
  });
});
