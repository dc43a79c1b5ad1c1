import { describe, expect, it } from "vitest";
import {
  advanceChange as advanceWith,
  type ChangeState,
  logChangeEvidence,
  stakeOnNow,
  startChangeTest,
  startChangeTestSmallFirst,
} from "../../src/slo/change-test.ts";
import {
  advance,
  logEvidence,
  logLikelihoodRatios,
  startSequentialTest,
  type Tick,
} from "../../src/slo/sequential-test.ts";
import { binomialProbabilities } from "./binomial.ts";

const tick = (stable: number, candidate: number) => ({
  stable: { requests: 95, failures: stable },
  candidate: { requests: 5, failures: candidate },
});

function advanceChange(state: ChangeState, riskRatio: number, counts: Tick, elapsedMs: number): ChangeState {
  return advanceWith(state, logLikelihoodRatios({ claim: "degraded", riskRatio }, counts), elapsedMs);
}

/** Expected evidence after two ticks, over every outcome. */
function expectedEvidence(stableRatio: number, candidateRatio: number, riskRatio: number): number {
  const [stable, candidate] = [binomialProbabilities(95, stableRatio), binomialProbabilities(5, candidateRatio)];
  const outcomes = stable.slice(0, 12).flatMap((p, s) => candidate.map((q, c) => ({ p: p * q, tick: tick(s, c) })));
  let expected = 0;
  for (const first of outcomes) {
    const after = advanceChange(startChangeTest, riskRatio, first.tick, 60_000);
    for (const second of outcomes) {
      const evidence = Math.exp(logChangeEvidence(advanceChange(after, riskRatio, second.tick, 60_000)));
      expected += first.p * second.p * evidence;
    }
  }
  return expected;
}

describe("the test that does not ask since when", () => {
  it("begins at an evidence of 1", () => {
    expect(logChangeEvidence(startChangeTest)).toBeCloseTo(0, 12);
  });

  it.each([
    [0.001, 0.001, 1],
    [0.01, 0.01, 1],
    [0.01, 0.015, 1.5],
    [0.01, 0.005, 1],
  ])("expects no more than 1 where stable fails %f and the candidate %f, at a border of %f", (stable, candidate, m) => {
    expect(expectedEvidence(stable, candidate, m)).toBeLessThanOrEqual(1 + 1e-9);
  });

  it("expects more than 1 where the candidate is worse", () => {
    expect(expectedEvidence(0.01, 0.1, 1)).toBeGreaterThan(2);
  });

  it("keeps what is staked and unspent together at 1 while nothing fails", () => {
    let state: ChangeState = startChangeTest;
    for (let second = 0; second < 600; second += 1) state = advanceChange(state, 1, tick(0, 0), 1000);
    expect(logChangeEvidence(state)).toBeCloseTo(0, 9);
    expect(state.unspent).toBeCloseTo(0.3 * Math.exp(-1), 6);
  });

  it("expects no more than 1 with a stake at a step's start, and more on small differences", () => {
    const after = (state: ChangeState, counts: Tick) => advanceChange(stakeOnNow(state), 1, counts, 60_000);
    const [stable, candidate] = [binomialProbabilities(95, 0.01), binomialProbabilities(5, 0.01)];
    let expected = 0;
    for (const [s, p] of stable.slice(0, 14).entries()) {
      for (const [c, q] of candidate.entries()) {
        expected += p * q * Math.exp(logChangeEvidence(after(startChangeTestSmallFirst, tick(s, c))));
      }
    }
    expect(logChangeEvidence(startChangeTestSmallFirst)).toBeCloseTo(0, 12);
    expect(logChangeEvidence(stakeOnNow(startChangeTestSmallFirst))).toBeCloseTo(0, 12);
    expect(expected).toBeLessThanOrEqual(1 + 1e-9);
    expect(expected).toBeGreaterThan(0.9);
  });

  it("sees a release that turns bad after ten good minutes sooner than the test from the start", () => {
    const changed = secondsToDetect(
      startChangeTest,
      (state, counts) => advanceChange(state, 1, counts, 1000),
      logChangeEvidence,
    );
    const plain = secondsToDetect(startSequentialTest({ riskRatio: 1 }), advance, logEvidence);
    expect(changed).toBeGreaterThan(600);
    expect(changed - 600).toBeLessThan(0.7 * (plain - 600));
  });
});

/** When the evidence reaches 50, for a candidate that fails as often as stable for 600 s and many times as often then. */
function secondsToDetect<T>(start: T, add: (state: T, counts: Tick) => T, evidence: (state: T) => number): number {
  let state = start;
  let second = 0;
  while (second < 2000 && evidence(state) < Math.log(50)) {
    second += 1;
    const period = second > 600 ? 4 : 20;
    state = add(state, {
      stable: { requests: 95, failures: second % 10 === 0 ? 1 : 0 },
      candidate: { requests: 50, failures: second % period === 0 ? 1 : 0 },
    });
  }
  return second;
}
