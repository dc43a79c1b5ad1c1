import { describe, expect, it } from "vitest";
import { judge } from "../../src/slo/judge.ts";
import { startStep } from "../../src/slo/judge-state.ts";
import type { Poll } from "../../src/slo/poll.ts";
import { Courtroom, policyWith, type Second, startMs } from "./judge-fixture.ts";

const warming = { warmUpMs: 5000, minDurationMs: 10_000, maxDurationMs: 60_000 };
const cold: Second = { stable: [9500, 10, 40], candidate: [500, 5, 2] };
const healthy: Second = { stable: [950, 10, 4], candidate: [50, 0, 0] };

describe("while a candidate warms up", () => {
  it("ten times stable's errors take nothing back, and afterwards they do", () => {
    const room = new Courtroom(policyWith({ ...warming, maxDurationMs: 60_000 }));
    expect(room.seconds(5, cold).verdict.kind).toBe("continue");
    expect(room.seconds(5, cold).verdict.kind).toBe("fail");
  });

  it("an outage takes it back at once, and the sentence says when it was", () => {
    const room = new Courtroom(policyWith(warming));
    const { verdict } = room.seconds(5, { stable: [950, 1, 4], candidate: [50, 40, 0] });
    expect(verdict.kind).toBe("fail");
    expect(verdict.evidence.summary).toMatch(/^while warming up, errors 80\.0 % of 50 requests .* evidence .* ≥ 50$/);
  });

  it("what the comparison cannot see, because stable hardly ever fails, is held against what stable may do", () => {
    const probed: Second = { stable: [50, 0, 0], candidate: [50, 3, 0] };
    const room = new Courtroom(policyWith({ ...warming, warmUpMs: 30_000 }));
    const { verdict } = room.seconds(20, probed);
    expect(verdict.kind).toBe("fail");
    expect(verdict.evidence.summary).toMatch(
      /^while warming up, errors 6\.0 % .*: more than 12× what stable does or may$/,
    );
    expect(new Courtroom(policyWith({ ...warming, warmUpMs: 30_000, rules: 1 })).seconds(20, probed).verdict.kind).toBe(
      "continue",
    );
  });

  it("a burst on both arms is no cold start's fault", () => {
    const burst: Second = { stable: [50, 10, 0], candidate: [50, 25, 0] };
    const room = new Courtroom(policyWith({ ...warming, warmUpMs: 20_000 }));
    expect(room.seconds(19, burst).verdict.kind).not.toBe("fail");
  });

  it("what was seen then adds to what is seen afterwards", () => {
    const bad: Second = { stable: [950, 0, 4], candidate: [50, 1, 0] };
    const margins = { errors: { riskRatio: 1, spread: 0, warmUpRiskRatio: 3, laterWarmUpRiskRatio: 3 } };
    const evidenceAfter = (rules: 1 | 2) => {
      const room = new Courtroom(policyWith({ ...warming, alpha: 1e-9, margins, rules }));
      return room.seconds(7, bad).verdict.evidence.indicators[0]?.evidence ?? 0;
    };
    expect(evidenceAfter(2)).toBeGreaterThan(5 * evidenceAfter(1));
  });

  it("nothing is counted towards a pass", () => {
    const room = new Courtroom(policyWith(warming));
    room.seconds(5, healthy);
    const warm = room.second(healthy).verdict.evidence.indicators[0]?.step;
    expect(warm?.candidate.requests).toBe(50);
  });

  it("a history without cold starts takes the tolerance away", () => {
    const quiet = { riskRatio: 1, spread: 0.05, warmUpRiskRatio: 1.2, laterWarmUpRiskRatio: 1.2 };
    const room = new Courtroom(policyWith({ ...warming, margins: { errors: quiet } }));
    expect(room.seconds(5, cold).verdict.kind).toBe("fail");
  });
});

describe("synthetic requests", () => {
  const arm = (requests: number, errors: number, instance: string) => ({
    requests,
    bad: { errors, "slow-50ms": 0 },
    instance,
  });

  /** A service that hardly anybody uses, whose candidate fails 3 of 10 probes. */
  function verdictAfter(seconds: number, withProbes: boolean): string {
    const policy = policyWith({ maxDurationMs: 300_000 });
    let state = startStep(undefined, policy, startMs);
    let kind = "continue";
    for (let second = 0; second <= seconds && kind === "continue"; second += 1) {
      const atMs = startMs + 1000 * second;
      const arms = { stable: arm(second, 0, "s"), candidate: arm(0, 0, "c") };
      const probes = { stable: arm(second, 0, "ps"), candidate: arm(second, Math.floor(0.3 * second), "pc") };
      const sample = withProbes ? { atMs, arms, probes } : { atMs, arms };
      const poll = { atMs, reading: { kind: "sample", sample } as const, candidate: { ready: true, restarts: 0 } };
      const judgement = judge(state, poll, policy);
      state = judgement.state;
      kind = judgement.verdict.kind;
    }
    return kind;
  }

  it("that all fail take the candidate back at once, as users' would", () => {
    const policy = policyWith({ warmUpMs: 60_000, maxDurationMs: 300_000 });
    const pollAt = (second: number): Poll => {
      const atMs = startMs + 1000 * second;
      const arms = { stable: arm(second, 0, "s"), candidate: arm(0, 0, "c") };
      const probes = { stable: arm(5 * second, 0, "ps"), candidate: arm(5 * second, 5 * second, "pc") };
      return {
        atMs,
        reading: { kind: "sample", sample: { atMs, arms, probes } },
        candidate: { ready: true, restarts: 0 },
      };
    };
    const before = judge(startStep(undefined, policy, startMs), pollAt(0), policy).state;
    const { verdict } = judge(before, pollAt(1), policy);
    expect(verdict).toMatchObject({ kind: "fail", evidence: { summary: "all of the last 5 requests failed" } });
  });

  it("find a bad release that users would not have found", () => {
    expect(verdictAfter(120, true)).toBe("fail");
    expect(verdictAfter(120, false)).toBe("continue");
  });
});
