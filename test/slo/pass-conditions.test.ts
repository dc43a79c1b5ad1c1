import { describe, expect, it } from "vitest";
import { type Judgement, judge } from "../../src/slo/judge.ts";
import { startStep } from "../../src/slo/judge-state.ts";
import { Courtroom, policyWith, type Second, startMs } from "./judge-fixture.ts";

const healthy: Second = { stable: [380, 0, 4], candidate: [20, 0, 0] };
const sentence = ({ verdict }: Judgement) => verdict.evidence.summary;

describe("a candidate over its objective", () => {
  const latencyOnly = { objectives: [{ kind: "latency", target: 0.95, underMs: 50 } as const], alpha: 1e-9 };

  it.each<{ stable: number; candidate: number; kind: string; why: string }>([
    { stable: 6, candidate: 10, kind: "inconclusive", why: "worse than the margin allows" },
    { stable: 7, candidate: 10, kind: "pass", why: "no worse than the margin allows" },
    { stable: 3, candidate: 5, kind: "pass", why: "not over it at all" },
  ])("without burning, $candidate % against $stable %, $why: $kind", ({ stable, candidate, kind }) => {
    const room = new Courtroom(policyWith(latencyOnly));
    expect(room.seconds(20, { stable: [100, 0, stable], candidate: [100, 0, candidate] }).verdict.kind).toBe(kind);
  });
});

describe("a pass", () => {
  it("rests on the step's own requests, not on those of the step before", () => {
    const policy = policyWith({ minDurationMs: 0 });
    const first = new Courtroom(policy);
    expect(first.seconds(20, healthy).verdict.kind).toBe("pass");
    const second = new Courtroom(policy, { state: first.state, nowMs: first.nowMs });
    expect(second.second(healthy).verdict.kind).toBe("continue");
    expect(second.seconds(20, healthy).verdict.kind).toBe("pass");
    expect(second.nowMs - first.nowMs).toBe(5000);
  });

  it("comes at the minimum duration when all is well, not before", () => {
    const room = new Courtroom(policyWith());
    expect(room.seconds(4, healthy).verdict.kind).toBe("continue");
    const judgement = room.second(healthy);
    expect(judgement.verdict.kind).toBe("pass");
    expect(sentence(judgement)).toMatch(/errors 0\.0 % of 100 requests on candidate against 0\.0 % of 1,900 on stable/);
  });

  it.each([
    { minRequests: 100, kind: "pass" },
    { minRequests: 101, kind: "continue" },
  ])("at 100 requests with a minimum of $minRequests: $kind", ({ minRequests, kind }) => {
    expect(new Courtroom(policyWith({ minRequests })).seconds(5, healthy).verdict.kind).toBe(kind);
  });

  it("waits until the step could have seen what it is asked to see", () => {
    const room = new Courtroom(policyWith({ detectRatio: 10, maxDurationMs: 120_000 }));
    const judgement = room.seconds(5, healthy);
    expect(judgement.verdict.kind).toBe("continue");
    const required = judgement.verdict.evidence.indicators[0]?.requiredRequests ?? 0;
    expect(required).toBeGreaterThan(400);
    expect(sentence(judgement)).toContain(`errors seen on 100 of ${required.toLocaleString("en-US")} requests`);
    const passed = room.seconds(100, healthy);
    expect(passed.verdict.kind).toBe("pass");
    expect(Math.ceil(required / 20)).toBe((room.nowMs - startMs) / 1000);
  });

  it("comes without that power when the candidate is proven good", () => {
    const policy = policyWith({ detectRatio: 1.6, objectives: [{ kind: "latency", target: 0.95, underMs: 50 }] });
    const judgement = new Courtroom(policy).seconds(20, { stable: [300, 0, 15], candidate: [300, 0, 15] });
    expect(judgement.verdict.kind).toBe("pass");
    const [evidence] = judgement.verdict.evidence.indicators;
    expect(evidence?.nonInferiority?.evidence).toBeGreaterThan(20);
    expect(evidence?.requiredRequests).toBeGreaterThan(evidence?.arms.candidate.requests ?? 0);
  });

  it.each([
    { ageMs: 32_000, kind: "pass" },
    { ageMs: 32_001, kind: "continue" },
  ])("from counters read $ageMs ms ago, with 32,000 allowed: $kind", ({ ageMs, kind }) => {
    const policy = policyWith({ maxDurationMs: 600_000 });
    const room = new Courtroom(policy);
    room.seconds(4, healthy);
    room.second({ ...healthy, health: { ready: true, restarts: 0 } });
    const last = room.polls.at(-1);
    if (last === undefined) expect.fail("five polls were made");
    expect(judge(room.state, { ...last, atMs: room.nowMs + ageMs }, policy).verdict.kind).toBe(kind);
  });

  it("never comes at a poll that got no answer, nor without metrics", () => {
    const room = new Courtroom(policyWith({ minRequests: 50 }));
    room.seconds(4, healthy);
    expect(sentence(room.second({ down: "refused" }))).toBe("observing: no fresh counters");
    expect(room.second(healthy).verdict.kind).toBe("pass");
    const poll = { atMs: startMs + 6000, reading: { kind: "none" }, candidate: { ready: true, restarts: 0 } } as const;
    expect(judge(startStep(undefined, policyWith(), startMs), poll, policyWith()).verdict.kind).toBe("continue");
  });
});

describe("no decision", () => {
  it.each<{ why: string; second: Second; reason: string }>([
    { why: "nobody asks the candidate", second: { stable: [380, 0, 4], candidate: [0, 0, 0] }, reason: "no-traffic" },
    { why: "the candidate has no series", second: { stable: [380, 0, 4] }, reason: "no-traffic" },
    { why: "stable serves nothing to compare with", second: { candidate: [400, 0, 4] }, reason: "no-traffic" },
    { why: "too few ask it", second: { stable: [38, 0, 0], candidate: [2, 0, 0] }, reason: "low-power" },
  ])("is inconclusive ($reason) when the time is up and $why", ({ second, reason }) => {
    const room = new Courtroom(policyWith());
    expect(room.seconds(19, second).verdict.kind).toBe("continue");
    expect(room.second(second).verdict).toMatchObject({ kind: "inconclusive", reason });
  });
});
