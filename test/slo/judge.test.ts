import { describe, expect, it } from "vitest";
import { type Judgement, judge } from "../../src/slo/judge.ts";
import { startStep } from "../../src/slo/judge-state.ts";
import { Courtroom, policyWith, type Second, startMs } from "./judge-fixture.ts";

const healthy: Second = { stable: [380, 0, 4], candidate: [20, 0, 0] };
const sentence = ({ verdict }: Judgement) => verdict.evidence.summary;

describe("evidence against the candidate", () => {
  it("fails 5 % errors at 5 % of the traffic within seconds, with the numbers", () => {
    const room = new Courtroom(policyWith());
    const judgement = room.seconds(20, { stable: [380, 0, 4], candidate: [20, 1, 0] });
    expect(judgement.verdict.kind).toBe("fail");
    expect(room.nowMs - startMs).toBeLessThanOrEqual(5000);
    expect(sentence(judgement)).toMatch(
      /^errors 5\.0 % of 60 requests on candidate against 0\.0 % of 1,140 on stable: evidence \d+ ≥ 40$/,
    );
    expect(judgement.verdict.evidence.indicators[0]).toMatchObject({
      indicator: "errors",
      arms: { stable: { requests: 1140, failures: 0 }, candidate: { requests: 60, failures: 3 } },
      limit: 40,
    });
  });

  it("fails a slow variant without a single error", () => {
    const judgement = new Courtroom(policyWith()).seconds(20, { stable: [380, 0, 4], candidate: [20, 0, 6] });
    expect(judgement.verdict.kind).toBe("fail");
    expect(sentence(judgement)).toMatch(/^slow-50ms 30\.0 % of \d+ requests on candidate/);
  });

  it("adds up over the indicators when neither suffices alone", () => {
    const policy = policyWith({ alpha: 0.1, spread: 0 });
    const judgement = new Courtroom(policy).second({ stable: [950, 0, 0], candidate: [50, 1, 1] });
    expect(judgement.verdict.kind).toBe("continue");
    const lenient = policyWith({ alpha: 0.3, spread: 0 });
    const together = new Courtroom(lenient).second({ stable: [950, 0, 0], candidate: [50, 1, 1] });
    expect(together.verdict.kind).toBe("fail");
    expect(sentence(together)).toMatch(/evidence 3\.\d, and together with the other indicators 3\.\d ≥ 3\.3/);
  });

  it("is carried into the next step, while what speaks for a pass is not", () => {
    const policy = policyWith();
    const first = new Courtroom(policy);
    first.second({ stable: [380, 0, 4], candidate: [20, 1, 0] });
    const second = new Courtroom(policy, { state: first.state, nowMs: first.nowMs + 1000 });
    const judgement = second.second({ stable: [320, 0, 4], candidate: [80, 3, 0] });
    const alone = new Courtroom(policy).second({ stable: [320, 0, 4], candidate: [80, 3, 0] });
    expect(alone.verdict.kind).toBe("continue");
    expect(judgement.verdict.kind).toBe("fail");
    expect(judgement.verdict.evidence.indicators[0]).toMatchObject({
      arms: { candidate: { requests: 100, failures: 4 } },
      step: { candidate: { requests: 80, failures: 3 } },
    });
  });
});

describe("burning objectives", () => {
  const patient = { alpha: 0.001, maxDurationMs: 60_000 };

  it("fail a candidate that burns where stable does not, with less evidence than the test alone asks for", () => {
    const judgement = new Courtroom(policyWith(patient)).seconds(20, { stable: [100, 0, 0], candidate: [100, 1, 0] });
    expect(judgement.verdict.kind).toBe("fail");
    expect(sentence(judgement)).toMatch(
      /burns its budget at 10\.0× > 6×: errors 1\.0 % of [\d,]+ requests .* evidence \d+ > 40$/,
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
