import { describe, expect, it } from "vitest";
import type { JudgeState } from "../../src/slo/judge-state.ts";
import { lostInFlight } from "../../src/slo/moved-instance.ts";
import { Courtroom, policyWith, type Second } from "./judge-fixture.ts";

const learnt = { riskRatio: 1, spread: 0.15, warmUpRiskRatio: 1, laterWarmUpRiskRatio: 1 };

function roomBy(rules: 2 | 3, before?: { readonly state: JudgeState; readonly nowMs: number }): Courtroom {
  const margins = { errors: learnt, "slow-50ms": learnt };
  const policy = policyWith({ alpha: 0.02, margins, minDurationMs: 600_000, maxDurationMs: 600_000, rules });
  return new Courtroom(policy, before);
}

/** Of a candidate that fails several times as often as stable. */
function logLikelihood({ indicators }: JudgeState): number {
  return indicators.errors?.degraded.logLikelihoods[10] ?? Number.NaN;
}

/** 400 requests a second on the candidate: what one of ten instances has in flight for 100 ms is four of them. */
const quiet: Second = { stable: [1600, 0, 32], candidate: [400, 0, 8] };
const failing = (errors: number): Second => ({ ...quiet, candidate: [400, errors, 8] });
const slower = (slow: number): Second => ({ ...quiet, candidate: [400, 0, slow] });

/** Stable fails once in 16,000 requests, the candidate as often. */
function playQuietly(room: Courtroom, count: number): void {
  for (let second = 0; second < count; second += 1) {
    const stable = second % 10 === 9 ? 1 : 0;
    const candidate = second % 40 === 19 ? 1 : 0;
    const { verdict } = room.second({ stable: [1600, stable, 32], candidate: [400, candidate, 8] });
    expect(verdict.kind).toBe("continue");
  }
}

describe("an instance that is moved", () => {
  it.each([
    { rules: 2, verdict: "fail" },
    { rules: 3, verdict: "continue" },
  ] as const)("by rules $rules, losing what it had in flight once is: $verdict", ({ rules, verdict }) => {
    const room = roomBy(rules);
    playQuietly(room, 40);
    expect(room.second(failing(8)).verdict.kind).toBe(verdict);
  });

  it("is forgiven once a rollout, in the next step not again", () => {
    const room = roomBy(3);
    playQuietly(room, 40);
    const won = [room.state];
    room.second(failing(5));
    won.push(room.state);
    const next = roomBy(3, { state: room.state, nowMs: room.nowMs });
    next.second(failing(5));
    won.push(next.state);
    const [before = 0, once = 0, twice = 0] = won.map((state) => logLikelihood(state));
    expect(once - before).toBeLessThan(1.5);
    expect(twice - once).toBeGreaterThan(5);
  });

  it("does not excuse more than it can have had in flight", () => {
    const room = roomBy(3);
    playQuietly(room, 40);
    expect(room.second(failing(20)).verdict.kind).toBe("fail");
  });

  it("leaves out no request of the evidence's counts", () => {
    const room = roomBy(3);
    playQuietly(room, 40);
    const { verdict } = room.second(failing(8));
    expect(verdict.evidence.indicators[0]?.arms.candidate.failures).toBe(9);
  });

  it.each([
    { requests: 2000, forgiven: 4, because: "it has served five times as much before" },
    { requests: 1999, forgiven: 0, because: "it has not yet shown how it does otherwise" },
  ])("of 5 failures in 400 requests is forgiven $forgiven: $because", ({ requests, forgiven }) => {
    const before = { stable: { requests: 60_000, failures: 4 }, candidate: { requests, failures: 0 } };
    const tick = { stable: { requests: 1600, failures: 0 }, candidate: { requests: 400, failures: 5 } };
    expect(lostInFlight(before, tick, 1000)).toBe(forgiven);
  });

  it("is none where stable fails as often at that moment", () => {
    const before = { stable: { requests: 60_000, failures: 4 }, candidate: { requests: 15_000, failures: 0 } };
    const tick = { stable: { requests: 1600, failures: 20 }, candidate: { requests: 400, failures: 5 } };
    expect(lostInFlight(before, tick, 1000)).toBe(0);
  });

  it("excuses no failures that come as they always did", () => {
    const evidenceBy = (rules: 2 | 3) => {
      const room = roomBy(rules);
      return [1, 2, 3, 2, 1, 2, 3, 2, 1, 2].map(
        (errors) => room.second({ stable: [1600, 4, 32], candidate: [400, errors, 8] }).verdict.evidence.indicators,
      );
    };
    expect(evidenceBy(3)).toEqual(evidenceBy(2));
  });

  it("excuses no slow answers", () => {
    const evidenceBy = (rules: 2 | 3) => {
      const room = roomBy(rules);
      playQuietly(room, 40);
      return room.second(slower(30)).verdict.evidence.indicators[1]?.evidence;
    };
    expect(evidenceBy(3)).toBe(evidenceBy(2));
  });
});
