import { describe, expect, it } from "vitest";
import type { Judgement } from "../../src/slo/judge.ts";
import { Courtroom, policyWith, type Second } from "./judge-fixture.ts";

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
