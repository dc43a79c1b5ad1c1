import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/bench/judge/random.ts";
import { binomial } from "../../src/bench/judge/sample-counts.ts";
import { ratioInterval } from "../../src/slo/ratio-interval.ts";
import { advance, startSequentialTest } from "../../src/slo/sequential-test.ts";

const counted = (candidate: number, stable: number) =>
  ratioInterval(
    advance(startSequentialTest({ riskRatio: 1 }), {
      stable: { requests: 100_000, failures: stable },
      candidate: { requests: 100_000, failures: candidate },
    }),
    0.05,
  );

describe("the ratio of the arms", () => {
  it("is between its limits", () => {
    const { estimate, low = 0, high = 0 } = counted(500, 100);
    expect(estimate).toBeGreaterThan(4);
    expect(estimate).toBeLessThan(6.5);
    expect(low).toBeGreaterThan(2.5);
    expect(low).toBeLessThan(5);
    expect(high).toBeGreaterThan(5);
    expect(high).toBeLessThan(10);
  });

  it("has no lower limit while the border is not excluded, and no upper one while anything is possible", () => {
    expect(counted(0, 0)).toEqual({ estimate: 1 });
    expect(counted(1, 0).low).toBeUndefined();
    expect(counted(1, 0).high).toBeUndefined();
    expect(counted(100, 100).high).toBeLessThan(2.5);
  });

  it("leaves out the truth at any look in fewer than 1 of 20 rollouts", () => {
    const random = seededRandom("interval");
    let missed = 0;
    for (let run = 0; run < 300; run += 1) {
      let [state, isMissed] = [startSequentialTest({ riskRatio: 1 }), false];
      for (let tick = 0; tick < 60; tick += 1) {
        state = advance(state, {
          stable: { requests: 800, failures: binomial(800, 0.002, random) },
          candidate: { requests: 200, failures: binomial(200, 0.006, random) },
        });
        const { low = 0, high = 1000 } = ratioInterval(state, 0.05);
        if (low >= 3 || high <= 3) isMissed = true;
      }
      if (isMissed) missed += 1;
    }
    expect(missed / 300).toBeLessThanOrEqual(0.05);
  });
});
