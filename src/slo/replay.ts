import { TidegateError } from "../errors/tidegate-error.ts";
import type { EvidenceTrace, StepTrace, TracedPoll } from "./evidence-trace.ts";
import { type Judgement, judge } from "./judge.ts";
import type { JudgePolicy } from "./judge-policy.ts";
import { type JudgeState, startStep } from "./judge-state.ts";
import type { Poll } from "./poll.ts";
import type { Verdict } from "./verdict.ts";

/** A trace before its first step. */
export const emptyTrace: EvidenceTrace = { format: 1, steps: [] };

/** Judges every poll of a trace again, from nothing, and returns the verdicts of each step in order. */
export function replay(trace: EvidenceTrace): readonly (readonly Verdict[])[] {
  let state: JudgeState | undefined;
  return trace.steps.map((step) => {
    let current = memoryAt(step, state);
    const verdicts = step.polls.map((poll) => {
      const judgement: Judgement = judge(current, toPoll(poll), policyAt(step, poll));
      current = judgement.state;
      return judgement.verdict;
    });
    state = current;
    return verdicts;
  });
}

function memoryAt({ memory, policy, startedAtMs }: StepTrace, before: JudgeState | undefined): JudgeState {
  return memory ?? startStep(before, policy, startedAtMs);
}

/** The same trace without its first poll, which lives on in the memory before the next: the same verdicts follow. */
export function withoutOldestPoll(trace: EvidenceTrace): EvidenceTrace {
  const [first, ...rest] = trace.steps;
  if (first === undefined) return trace;
  const [oldest, ...polls] = first.polls;
  const before = memoryAt(first, undefined);
  const memory = oldest === undefined ? before : judge(before, toPoll(oldest), policyAt(first, oldest)).state;
  if (polls.length > 0) return { ...trace, steps: [{ ...first, memory, polls }, ...rest] };
  const [next, ...others] = rest;
  return { ...trace, steps: next === undefined ? [] : [{ ...next, memory: memoryAt(next, memory) }, ...others] };
}

function toPoll({ atMs, reading, candidate }: TracedPoll): Poll {
  return { atMs, reading, ...(candidate === undefined ? {} : { candidate }) };
}

function policyAt({ policy }: StepTrace, { maxDurationMs }: TracedPoll): JudgePolicy {
  return maxDurationMs === undefined ? policy : { ...policy, maxDurationMs };
}

/** A verdict that was said once and is not reached again. */
export interface Discrepancy {
  readonly step: number;
  readonly atMs: number;
  readonly said: string;
  readonly replayed: string;
}

/** Every poll whose recorded verdict differs from the one that its evidence leads to. */
export function discrepancies(trace: EvidenceTrace): readonly Discrepancy[] {
  const replayed = replay(trace);
  return trace.steps.flatMap(({ polls }, step) =>
    polls.flatMap(({ atMs, verdict: said }, index) => {
      const now = replayed[step]?.[index];
      if (said === undefined || now === undefined) return [];
      if (said.kind === now.kind && said.summary === now.evidence.summary) return [];
      return [{ step, atMs, said: textOf(said.kind, said.summary), replayed: textOf(now.kind, now.evidence.summary) }];
    }),
  );
}

function textOf(kind: string, summary: string): string {
  return `${kind}: ${summary}`;
}

/**
 * A trace with one more step, which is the one that polls are added to from now on.
 *
 * @param memory the judge's, where the trace does not tell what it was before
 */
export function traceStep(
  trace: EvidenceTrace,
  policy: JudgePolicy,
  startedAtMs: number,
  memory?: JudgeState,
): EvidenceTrace {
  const step = { startedAtMs, policy, ...(memory === undefined ? {} : { memory }), polls: [] };
  return { ...trace, steps: [...trace.steps, step] };
}

/**
 * A trace with one more poll, and what was made of it.
 *
 * @param maxDurationMs the limit at this poll where it is not the step's
 * @throws TidegateError `invalid-input` when no step has begun
 */
export function tracePoll(trace: EvidenceTrace, poll: Poll, verdict?: Verdict, maxDurationMs?: number): EvidenceTrace {
  const step = trace.steps.at(-1);
  if (step === undefined) {
    throw new TidegateError(
      "invalid-input",
      "A poll belongs to a step, and this trace has none. Begin with traceStep.",
    );
  }
  const { candidate, ...rest } = poll;
  const traced: TracedPoll = {
    ...rest,
    ...(candidate === undefined ? {} : { candidate }),
    ...(maxDurationMs === undefined || maxDurationMs === step.policy.maxDurationMs ? {} : { maxDurationMs }),
    ...(verdict === undefined ? {} : { verdict: { kind: verdict.kind, summary: verdict.evidence.summary } }),
  };
  return { ...trace, steps: [...trace.steps.slice(0, -1), { ...step, polls: [...step.polls, traced] }] };
}
