import { describe, expect, it } from "vitest";
import { type Judgement, judge } from "../../src/slo/judge.ts";
import { startStep } from "../../src/slo/judge-state.ts";
import { Courtroom, policyWith, type Second, startMs } from "./judge-fixture.ts";

const healthy: Second = { stable: [380, 0, 4], candidate: [20, 0, 0] };
const sentence = ({ verdict }: Judgement) => verdict.evidence.summary;

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
