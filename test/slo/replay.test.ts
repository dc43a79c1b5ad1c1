import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type EvidenceTrace, parseEvidence } from "../../src/slo/evidence-trace.ts";
import { discrepancies, emptyTrace, replay, tracePoll, traceStep } from "../../src/slo/replay.ts";
import type { Verdict } from "../../src/slo/verdict.ts";
import { Courtroom, policyWith, startMs } from "./judge-fixture.ts";

/** Two steps, the second one bad, with a metrics outage between; and what the judge said at each second. */
function playedRollout(): { trace: EvidenceTrace; verdicts: Verdict[][] } {
  const policy = policyWith();
  const first = new Courtroom(policy);
  const healthy = { stable: [380, 0, 4], candidate: [20, 0, 0] } as const;
  const said = [
    [healthy, healthy, { down: "timeout" }, healthy, healthy].map((second) => first.second(second).verdict),
  ];
  const second = new Courtroom(policy, { state: first.state, nowMs: first.nowMs });
  said.push([1, 2, 3].map(() => second.second({ stable: [320, 0, 3], candidate: [80, 3, 1] }).verdict));
  let trace: EvidenceTrace = emptyTrace;
  for (const [room, startedAtMs] of [
    [first, startMs],
    [second, first.nowMs],
  ] as const) {
    trace = room.polls.reduce((known, poll) => tracePoll(known, poll), traceStep(trace, policy, startedAtMs));
  }
  return { trace, verdicts: said };
}

describe("replay", () => {
  it("derives every verdict again, to the last digit, from the trace as JSON", () => {
    const { trace, verdicts } = playedRollout();
    const replayed = replay(JSON.parse(JSON.stringify(trace)));
    expect(replayed.map((step) => step.slice(1))).toEqual(verdicts);
    expect(replayed[1]?.at(-1)?.kind).toBe("fail");
  });

  it("says the same again of a trace from before there was a choice of rules", () => {
    const trace = parseEvidence(readFileSync(new URL("traces/rules-1.json", import.meta.url), "utf8"));
    expect(trace.steps.map(({ policy }) => policy.rules)).toEqual([1, 1]);
    expect(trace.steps.map(({ polls }) => polls.at(-1)?.verdict?.kind)).toEqual(["pass", "fail"]);
    expect(discrepancies(trace)).toEqual([]);
  });

  it("says the same again of a trace from before a moved instance was forgiven, and by today's rules does not fail it", () => {
    const trace = parseEvidence(readFileSync(new URL("traces/rules-2.json", import.meta.url), "utf8"));
    expect(trace.steps[0]?.polls.at(-1)?.verdict?.kind).toBe("fail");
    expect(discrepancies(trace)).toEqual([]);
    const steps = trace.steps.map((step) => ({ ...step, policy: { ...step.policy, rules: 3 as const } }));
    expect(replay({ ...trace, steps })[0]?.at(-1)?.kind).toBe("pass");
  });

  it("comes out differently when the trace was tampered with", () => {
    const { trace, verdicts } = playedRollout();
    const text = JSON.stringify(trace).replaceAll(/"errors":[1-9]\d*/g, '"errors":0');
    expect(replay(JSON.parse(text))[1]?.slice(1)).not.toEqual(verdicts[1]);
  });

  it("refuses a poll before any step", () => {
    const poll = { atMs: startMs, reading: { kind: "none" } } as const;
    expect(() => tracePoll(emptyTrace, poll)).toThrow(/traceStep/);
  });
});
