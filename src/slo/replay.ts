import { TidegateError } from "../errors/tidegate-error.ts";
import { type Judgement, judge } from "./judge.ts";
import type { JudgePolicy } from "./judge-policy.ts";
import { type JudgeState, startStep } from "./judge-state.ts";
import type { Poll } from "./poll.ts";
import type { Verdict } from "./verdict.ts";

/** All that the judge saw in one step. */
export interface StepTrace {
  readonly startedAtMs: number;
  readonly policy: JudgePolicy;
  readonly polls: readonly Poll[];
}

/** Everything a rollout's verdicts were derived from, in order, as plain JSON; with it anybody can derive them again. */
export interface EvidenceTrace {
  readonly steps: readonly StepTrace[];
}

/** Judges every poll of a trace again, from nothing, and returns the verdicts of each step in order. */
export function replay(trace: EvidenceTrace): readonly (readonly Verdict[])[] {
  let state: JudgeState | undefined;
  return trace.steps.map((step) => {
    let current = startStep(state, step.policy, step.startedAtMs);
    const verdicts = step.polls.map((poll) => {
      const judgement: Judgement = judge(current, poll, step.policy);
      current = judgement.state;
      return judgement.verdict;
    });
    state = current;
    return verdicts;
  });
}

/** A trace with one more step, which is the one that polls are added to from now on. */
export function traceStep(trace: EvidenceTrace, policy: JudgePolicy, startedAtMs: number): EvidenceTrace {
  return { steps: [...trace.steps, { startedAtMs, policy, polls: [] }] };
}

/** @throws TidegateError `invalid-input` when no step has begun */
export function tracePoll(trace: EvidenceTrace, poll: Poll): EvidenceTrace {
  const step = trace.steps.at(-1);
  if (step === undefined) {
    throw new TidegateError(
      "invalid-input",
      "A poll belongs to a step, and this trace has none. Begin with traceStep.",
    );
  }
  return { steps: [...trace.steps.slice(0, -1), { ...step, polls: [...step.polls, poll] }] };
}
