import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/bench/judge/random.ts";
import { binomial } from "../../src/bench/judge/sample-counts.ts";
import { splitEvidence, splitLimit } from "../../src/slo/sample-ratio.ts";
import { Courtroom, policyWith } from "./judge-fixture.ts";

describe("the split of the requests", () => {
  it.each([
    { candidate: 500, stable: 9500, asked: 0.05, isWrong: false },
    { candidate: 560, stable: 9440, asked: 0.05, isWrong: false },
    { candidate: 1000, stable: 9000, asked: 0.05, isWrong: true },
    { candidate: 200, stable: 9800, asked: 0.05, isWrong: true },
    { candidate: 0, stable: 10_000, asked: 0.05, isWrong: true },
    { candidate: 5000, stable: 5000, asked: 0.5, isWrong: false },
    { candidate: 3, stable: 7, asked: 0.05, isWrong: false },
    { candidate: 0, stable: 0, asked: 0.05, isWrong: false },
  ])("$candidate of $candidate + $stable where $asked was asked for is wrong: $isWrong", (each) => {
    expect(splitEvidence(each, each.asked) >= Math.log(splitLimit)).toBe(each.isWrong);
  });

  it("accuses a correct router in fewer than 1 of 100 steps, looked at every second", () => {
    const random = seededRandom("split");
    let accused = 0;
    for (let run = 0; run < 300; run += 1) {
      const served = { stable: 0, candidate: 0 };
      let isAccused = false;
      for (let second = 0; second < 300; second += 1) {
        const candidate = binomial(40, 0.2, random);
        served.candidate += candidate;
        served.stable += 40 - candidate;
        if (splitEvidence(served, 0.2) >= Math.log(splitLimit)) isAccused = true;
      }
      if (isAccused) accused += 1;
    }
    expect(accused).toBeLessThan(3);
  });

  it("makes a step inconclusive, with the shares in the sentence", () => {
    const room = new Courtroom(policyWith({ askedShare: 0.05 }));
    const { verdict } = room.seconds(20, { stable: [200, 0, 2], candidate: [200, 0, 2] });
    expect(verdict).toMatchObject({ kind: "inconclusive", reason: "routing" });
    expect(verdict.evidence.summary).toMatch(/^the router gives the candidate 50\.0 % of the requests instead of 5 %/);
  });

  it("does not stand in the way of taking back a bad release", () => {
    const room = new Courtroom(policyWith({ askedShare: 0.05 }));
    expect(room.seconds(20, { stable: [200, 0, 2], candidate: [200, 60, 2] }).verdict.kind).toBe("fail");
  });
});
