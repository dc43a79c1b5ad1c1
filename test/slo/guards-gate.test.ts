import { describe, expect, it } from "vitest";
import { type Judgement, judge } from "../../src/slo/judge.ts";
import { startStep } from "../../src/slo/judge-state.ts";
import { Courtroom, policyWith, type Second, startMs } from "./judge-fixture.ts";

const healthy: Second = { stable: [380, 0, 4], candidate: [20, 0, 0] };
const sentence = ({ verdict }: Judgement) => verdict.evidence.summary;

describe("a step behind guards only", () => {
  const bake = policyWith({ gate: "guards", minDurationMs: 10_000, maxDurationMs: 10_000 });

  it("passes on readiness and time, with or without traffic", () => {
    expect(new Courtroom(bake).seconds(10, { candidate: [400, 0, 4] }).verdict.kind).toBe("pass");
    expect(new Courtroom(bake).seconds(10, {}).verdict.kind).toBe("pass");
  });

  it("passes without metrics where none are configured", () => {
    const policy = { ...bake, minDurationMs: 0 };
    const poll = { atMs: startMs, reading: { kind: "none" }, candidate: { ready: true, restarts: 0 } } as const;
    expect(judge(startStep(undefined, policy, startMs), poll, policy).verdict.kind).toBe("pass");
  });

  it("fails a candidate that begins to burn, against what stable did before", () => {
    const canary = new Courtroom(policyWith());
    canary.seconds(5, healthy);
    const room = new Courtroom(bake, { state: canary.state, nowMs: canary.nowMs });
    const judgement = room.seconds(10, { candidate: [400, 20, 4] });
    expect(judgement.verdict.kind).toBe("fail");
    expect(sentence(judgement)).toMatch(/burns its budget/);
  });

  it("holds when the first release ever burns: there is nothing to compare with", () => {
    const judgement = new Courtroom(bake).seconds(10, { candidate: [400, 20, 4] });
    expect(judgement.verdict).toMatchObject({ kind: "inconclusive", reason: "conflicting" });
  });

  it("holds a first release that is over its objective, though it does not burn", () => {
    const judgement = new Courtroom(bake).seconds(10, { candidate: [1000, 3, 10] });
    expect(judgement.verdict).toMatchObject({ kind: "inconclusive", reason: "conflicting" });
  });

  it("holds a first release that burns in the last minutes of a bake that went well on the whole", () => {
    const long = { ...bake, minDurationMs: 3_060_000, maxDurationMs: 3_060_000 };
    const room = new Courtroom(long);
    room.seconds(3000, { candidate: [20, 0, 0] });
    const judgement = room.seconds(60, { candidate: [20, 1, 0] });
    expect(judgement.verdict).toMatchObject({ kind: "inconclusive", reason: "conflicting" });
    expect(judgement.verdict.evidence.indicators[0]?.step?.candidate).toEqual({ requests: 61_200, failures: 60 });
  });

  it("remembers that stable burned too, long after it served its last request", () => {
    const canary = new Courtroom(policyWith());
    canary.seconds(5, { stable: [380, 19, 4], candidate: [20, 1, 0] });
    const long = { ...bake, minDurationMs: 900_000, maxDurationMs: 900_000 };
    const room = new Courtroom(long, { state: canary.state, nowMs: canary.nowMs });
    // The canary's own failures are still in the windows at first, so this is not a run of "continue".
    for (let second = 0; second < 400; second += 1) room.second({ candidate: [400, 0, 4] });
    const judgement = room.seconds(100, { candidate: [400, 20, 4] });
    expect(judgement.verdict).toMatchObject({ kind: "inconclusive", reason: "shared-cause" });
  });

  it("compares nothing request by request: the arms are no random split", () => {
    const room = new Courtroom(bake);
    const before = room.state.indicators.errors?.degraded;
    room.seconds(5, { stable: [100, 0, 0], candidate: [100, 1, 0] });
    expect(room.state.indicators.errors?.degraded).toEqual(before);
    expect(room.state.indicators.errors?.step.candidate).toEqual({ requests: 500, failures: 5 });
  });

  it("needs fresh counters where metrics are configured", () => {
    const room = new Courtroom(bake);
    room.seconds(9, { candidate: [400, 0, 4] });
    expect(room.second({ down: "timeout" }).verdict.kind).toBe("provider-error");
  });
});
