import type { EvidenceTrace } from "../slo/evidence-trace.ts";
import type { JudgePolicy } from "../slo/judge-policy.ts";
import type { JudgeState } from "../slo/judge-state.ts";
import type { Poll } from "../slo/poll.ts";
import { emptyTrace, tracePoll, traceStep, withoutOldestPoll } from "../slo/replay.ts";
import type { Verdict } from "../slo/verdict.ts";

/** The record keeps the judge's last so many looks; what lies before them is kept as the memory it left. */
export const keptPolls = 40;

/** The evidence with one more step, or the first one, that begins with this memory. */
export function withStep(evidence: EvidenceTrace | undefined, policy: JudgePolicy, memory: JudgeState): EvidenceTrace {
  return traceStep(evidence ?? emptyTrace, policy, memory.stepStartedAtMs, memory);
}

/** The evidence with one more look. From what is left of it the same verdict follows. */
export function withPoll(evidence: EvidenceTrace, poll: Poll, verdict: Verdict, maxDurationMs: number): EvidenceTrace {
  let traced = tracePoll(evidence, poll, verdict, maxDurationMs);
  while (countPolls(traced) > keptPolls) traced = withoutOldestPoll(traced);
  return traced;
}

function countPolls({ steps }: EvidenceTrace): number {
  return steps.reduce((total, { polls }) => total + polls.length, 0);
}
