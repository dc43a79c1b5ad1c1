import { describe, expect, it } from "vitest";
import { type Judgement, judge } from "../../src/slo/judge.ts";
import { startStep } from "../../src/slo/judge-state.ts";
import { Courtroom, policyWith, type Second, startMs } from "./judge-fixture.ts";

const healthy: Second = { stable: [380, 0, 4], candidate: [20, 0, 0] };
const sentence = ({ verdict }: Judgement) => verdict.evidence.summary;

describe("hard guards", () => {
  it.each<{ why: string; second: Second; text: RegExp }>([
    { why: "gone", second: { ...healthy, health: "gone" }, text: /gone/ },
    {
      why: "not ready",
      second: { ...healthy, health: { ready: false, restarts: 0, notReadyReason: "connection refused" } },
      text: /not ready: connection refused/,
    },
    { why: "restarting", second: { ...healthy, health: { ready: true, restarts: 1 } }, text: /1 restarts > 0/ },
    { why: "of unknown restarts", second: { ...healthy, health: { ready: true, restarts: Number.NaN } }, text: /NaN/ },
    {
      why: "failing 5 of 5",
      second: { stable: [380, 0, 4], candidate: [5, 5, 0] },
      text: /all of the last 5 requests/,
    },
    { why: "gone while metrics are down", second: { down: "timeout", health: "gone" }, text: /gone/ },
  ])("fail a candidate that is $why at once", ({ second, text }) => {
    const judgement = new Courtroom(policyWith()).second(second);
    expect(judgement.verdict.kind).toBe("fail");
    expect(sentence(judgement)).toMatch(text);
  });

  it("let a restart pass where the policy allows one", () => {
    const second = { ...healthy, health: { ready: true, restarts: 1 } };
    expect(new Courtroom(policyWith({ maxRestarts: 1 })).second(second).verdict.kind).toBe("continue");
  });

  it("do not blame the candidate for 4 failures, or when most of stable's requests fail too", () => {
    const few = new Courtroom(policyWith()).second({ stable: [380, 190, 4], candidate: [4, 4, 0] });
    expect(few.verdict.kind).not.toBe("fail");
    const outage = new Courtroom(policyWith()).second({ stable: [380, 380, 4], candidate: [20, 20, 0] });
    expect(outage.verdict).toMatchObject({ kind: "inconclusive", reason: "shared-cause" });
  });

  it("see an outage that begins in the middle of a step", () => {
    const room = new Courtroom(policyWith({ gate: "guards", maxDurationMs: 60_000, minDurationMs: 60_000 }));
    room.seconds(3, { candidate: [400, 0, 0] });
    expect(sentence(room.second({ candidate: [6, 6, 0] }))).toMatch(/all of the last 6 requests failed/);
  });

  it("see errors of a service that declares only a latency", () => {
    const policy = policyWith({ objectives: [{ kind: "latency", target: 0.95, underMs: 50 }] });
    expect(new Courtroom(policy).second({ stable: [380, 0, 4], candidate: [20, 20, 0] }).verdict.kind).toBe("fail");
  });
});

describe("evidence against the candidate", () => {
  it("fails 5 % errors at 5 % of the traffic within seconds, with the numbers", () => {
    const room = new Courtroom(policyWith());
    const judgement = room.seconds(20, { stable: [380, 0, 4], candidate: [20, 1, 0] });
    expect(judgement.verdict.kind).toBe("fail");
    expect(room.nowMs - startMs).toBeLessThanOrEqual(5000);
    expect(sentence(judgement)).toBe(
      "errors 5.0 % of 40 requests on candidate against 0.0 % of 760 on stable: evidence 70 ≥ 40",
    );
    expect(judgement.verdict.evidence.indicators[0]).toMatchObject({
      indicator: "errors",
      arms: { stable: { requests: 760, failures: 0 }, candidate: { requests: 40, failures: 2 } },
      limit: 40,
    });
  });

  it("fails a slow variant without a single error", () => {
    const judgement = new Courtroom(policyWith()).seconds(20, { stable: [380, 0, 4], candidate: [20, 0, 6] });
    expect(judgement.verdict.kind).toBe("fail");
    expect(sentence(judgement)).toMatch(/^slow-50ms 30\.0 % of \d+ requests on candidate/);
  });

  it("adds up over the indicators when neither suffices alone", () => {
    const policy = policyWith({ alpha: 0.1 });
    const judgement = new Courtroom(policy).second({ stable: [950, 0, 0], candidate: [50, 1, 1] });
    expect(judgement.verdict.kind).toBe("continue");
    const lenient = policyWith({ alpha: 0.14 });
    const together = new Courtroom(lenient).second({ stable: [950, 0, 0], candidate: [50, 1, 1] });
    expect(together.verdict.kind).toBe("fail");
    expect(sentence(together)).toMatch(/evidence 7\.3, and together with the other indicators 7\.3 ≥ 7\.1/);
  });

  it("is carried into the next step, while what speaks for a pass is not", () => {
    const policy = policyWith();
    const first = new Courtroom(policy);
    first.second({ stable: [380, 0, 4], candidate: [20, 1, 0] });
    const second = new Courtroom(policy, { state: first.state, nowMs: first.nowMs + 1000 });
    const judgement = second.second({ stable: [320, 0, 4], candidate: [80, 2, 0] });
    expect(judgement.verdict.kind).toBe("fail");
    expect(judgement.verdict.evidence.indicators[0]).toMatchObject({
      arms: { candidate: { requests: 100, failures: 3 } },
      step: { candidate: { requests: 80, failures: 2 } },
    });
  });
});

describe("burning objectives", () => {
  const patient = { alpha: 0.001, maxDurationMs: 60_000 };

  it("fail a candidate that burns where stable does not, with less evidence than the test alone asks for", () => {
    const judgement = new Courtroom(policyWith(patient)).seconds(20, { stable: [100, 0, 0], candidate: [100, 1, 0] });
    expect(judgement.verdict.kind).toBe("fail");
    expect(sentence(judgement)).toMatch(
      /burns its budget at 10\.0× > 6×: errors 1\.0 % of \d+ requests .* evidence \d+ > 10$/,
    );
  });

  it("hold when both arms burn: it is the whole service", () => {
    const judgement = new Courtroom(policyWith()).seconds(20, { stable: [380, 19, 4], candidate: [20, 1, 0] });
    expect(judgement.verdict).toMatchObject({ kind: "inconclusive", reason: "shared-cause" });
    expect(sentence(judgement)).toMatch(/errors burn on both arms \(50× on candidate, 50× on stable\)/);
  });

  it("go on when the shared trouble is over", () => {
    const room = new Courtroom(policyWith({ maxDurationMs: 600_000 }));
    expect(room.seconds(5, { stable: [380, 19, 4], candidate: [20, 1, 0] }).verdict.kind).toBe("inconclusive");
    let kind = "";
    for (let second = 0; second < 90 && kind !== "pass"; second += 1) kind = room.second(healthy).verdict.kind;
    expect(kind).toBe("pass");
  });

  it("do not stop a remedy: stable fails half of its requests, the candidate one in a hundred", () => {
    const judgement = new Courtroom(policyWith()).seconds(20, { stable: [300, 150, 3], candidate: [100, 1, 1] });
    expect(judgement.verdict.kind).toBe("pass");
  });

  it("leave a candidate over its objective unpassed when the evidence is short", () => {
    const policy = policyWith({ alpha: 0.0001, riskRatio: 3, inferiorRatio: 6, detectRatio: 500 });
    const judgement = new Courtroom(policy).seconds(20, { stable: [100, 0, 15], candidate: [100, 0, 55] });
    expect(judgement.verdict).toMatchObject({ kind: "inconclusive", reason: "conflicting" });
  });
});

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

describe("missing metrics", () => {
  it("are a provider error at the fifth poll in a row, with the reason", () => {
    const room = new Courtroom(policyWith());
    expect(room.seconds(4, { down: "connection refused" }).verdict.kind).toBe("continue");
    const judgement = room.second({ down: "connection refused" });
    expect(judgement.verdict).toMatchObject({ kind: "provider-error" });
    expect(sentence(judgement)).toBe("no usable counters at 5 polls in a row: connection refused");
    expect(room.second(healthy).verdict.kind).not.toBe("provider-error");
  });

  it("do not add up when an answer comes between", () => {
    const room = new Courtroom(policyWith({ maxDurationMs: 60_000, minDurationMs: 60_000 }));
    for (let round = 0; round < 5; round += 1) {
      expect(room.seconds(4, { down: "timeout" }).verdict.kind).toBe("continue");
      expect(room.second(healthy).verdict.kind).toBe("continue");
    }
  });

  it.each([
    { staleMs: 120_000, kind: "continue" },
    { staleMs: 120_001, kind: "provider-error" },
  ])("after $staleMs ms without new counters: $kind", ({ staleMs, kind }) => {
    const policy = policyWith({ maxDurationMs: 600_000, minDurationMs: 600_000 });
    const sample = { atMs: startMs, arms: {} };
    const candidate = { ready: true, restarts: 0 };
    const first = judge(
      startStep(undefined, policy, startMs),
      { atMs: startMs, reading: { kind: "sample", sample }, candidate },
      policy,
    );
    const poll = { atMs: startMs + staleMs, reading: { kind: "sample", sample }, candidate } as const;
    expect(judge(first.state, poll, policy).verdict.kind).toBe(kind);
  });

  it("are a provider error, not a lack of traffic, when the time is up", () => {
    const room = new Courtroom(policyWith());
    room.seconds(19, healthy.stable === undefined ? {} : { stable: healthy.stable });
    expect(room.second({ down: "503" }).verdict.kind).toBe("provider-error");
  });

  it.each<{ why: string; sample: Parameters<typeof judge>[1]["reading"] }>([
    {
      why: "NaN",
      sample: {
        kind: "sample",
        sample: { atMs: startMs, arms: { stable: { requests: Number.NaN, bad: {}, instance: "a" } } },
      },
    },
    { why: "a time in the future", sample: { kind: "sample", sample: { atMs: startMs + 3_600_000, arms: {} } } },
    { why: "no provider", sample: { kind: "none" } },
  ])("include $why: an error of the provider, counted nowhere", ({ sample }) => {
    const policy = policyWith();
    const before = startStep(undefined, policy, startMs);
    const { state, verdict } = judge(
      before,
      { atMs: startMs + 1000, reading: sample, candidate: { ready: true, restarts: 0 } },
      policy,
    );
    expect(verdict.kind).toBe("continue");
    expect(state).toEqual({
      ...before,
      provider: { ...before.provider, consecutiveErrors: 1, lastError: expect.any(String) },
    });
  });
});

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

describe("the judge", () => {
  it("says what it would have done in a dry run, and nothing else", () => {
    const judgement = new Courtroom(policyWith({ dryRun: true })).second({ ...healthy, health: "gone" });
    expect(judgement.verdict.kind).toBe("skipped");
    expect(sentence(judgement)).toBe("dry run, would be fail: the candidate is gone from the target");
  });

  it.each([
    { why: "no objective", changes: { objectives: [] }, text: /no objective/ },
    { why: "alpha of 0", changes: { alpha: 0 }, text: /alpha/ },
    { why: "NaN", changes: { minRequests: Number.NaN }, text: /minRequests/ },
    { why: "blindness", changes: { detectRatio: 1.5 }, text: /detectRatio \(1.5\) must be above riskRatio/ },
    { why: "an end before the beginning", changes: { maxDurationMs: 4999 }, text: /maxDurationMs/ },
    {
      why: "the same indicator twice",
      changes: {
        objectives: [{ kind: "availability", target: 0.9 } as const, { kind: "availability", target: 0.8 } as const],
      },
      text: /two objectives are about errors/,
    },
  ])("refuses a policy with $why", ({ changes, text }) => {
    const state = startStep(undefined, policyWith(), startMs);
    const poll = { atMs: startMs, reading: { kind: "unavailable", message: "x" } } as const;
    expect(() => judge(state, poll, policyWith(changes))).toThrow(text);
  });

  it("refuses a poll without time and a memory of other objectives", () => {
    const policy = policyWith();
    const reading = { kind: "unavailable", message: "x" } as const;
    const state = startStep(undefined, policy, startMs);
    expect(() => judge(state, { atMs: Number.NaN, reading }, policy)).toThrow(/time/);
    expect(() => judge({ ...state, indicators: {} }, { atMs: startMs, reading }, policy)).toThrow(/not errors/);
  });

  it("writes evidence that JSON can hold, however strong it is", () => {
    const { verdict } = new Courtroom(policyWith()).second({ stable: [3800, 0, 4], candidate: [2000, 1999, 2000] });
    expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict);
    expect(verdict.evidence.summary).toContain("evidence over 10^12");
  });

  it("keeps a memory of a few kilobytes after an hour of polls", () => {
    const room = new Courtroom(policyWith({ minDurationMs: 4_000_000, maxDurationMs: 4_000_000 }));
    room.seconds(3600, healthy);
    expect(JSON.stringify(room.state).length).toBeLessThan(16_000);
  });
});
