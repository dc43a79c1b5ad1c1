import type { JudgePolicy } from "./judge-policy.ts";
import type { JudgeState } from "./judge-state.ts";
import type { Poll } from "./poll.ts";

/** A candidate that fails so many requests in a row, and all of them, is broken; no statistics needed. */
const minFailingRun = 5;

/** What needs no statistics: the candidate is gone, not ready, crashed, or answers nothing well. */
export function hardGuard(state: JudgeState, poll: Poll, policy: JudgePolicy): string | undefined {
  const { candidate } = poll;
  if (candidate === undefined) return "the candidate is gone from the target";
  if (!candidate.ready) return `the candidate is not ready: ${candidate.notReadyReason ?? "no reason given"}`;
  if (!(candidate.restarts <= policy.maxRestarts)) {
    return `instances of the candidate ended by themselves: ${candidate.restarts} restarts > ${policy.maxRestarts}`;
  }
  return failsEverything(state) ? `all of the last ${state.failingRun.candidate.requests} requests failed` : undefined;
}

/** Not if stable fails most of its requests over the same time: then it is something that both depend on. */
function failsEverything({ failingRun: { candidate, stable } }: JudgeState): boolean {
  return candidate.requests >= minFailingRun && 2 * stable.failures <= stable.requests;
}
