import { mkdirSync } from "node:fs";
import { holds, interpolate } from "./expressions.ts";
import { type JobState, statusOf, stepContexts } from "./job-state.ts";
import type { Conclusion } from "./run-event.ts";
import { runStep } from "./run-step.ts";
import type { JobSource, StepSource } from "./workflow-source.ts";

export interface JobOutcome {
  readonly result: Conclusion;
  readonly outputs: Record<string, string>;
  readonly summary: string;
}

/**
 * Runs a job's steps in order in an empty workspace.
 *
 * @param conditions the steps' conditions as GitHub's parser completed them (an implicit `success()` made explicit)
 */
export async function runJob(job: JobSource, conditions: readonly string[], state: JobState): Promise<JobOutcome> {
  mkdirSync(state.workspace, { recursive: true });
  for (const [key, value] of Object.entries(job.env)) state.env[key] = interpolate(value, stepContexts(state));
  const workingDirectory = job.defaults?.run?.["working-directory"];
  for (const [index, step] of job.steps.entries()) {
    const located =
      step.run === undefined ? step : { ...step, "working-directory": step["working-directory"] ?? workingDirectory };
    await runOneStep(located, conditions[index] ?? "success()", state, index);
  }
  const contexts = stepContexts(state);
  const outputs = Object.entries(job.outputs).map(([key, text]) => [key, interpolate(text, contexts)]);
  const result = state.isCancelled() ? "cancelled" : state.failed ? "failure" : "success";
  return { result, outputs: Object.fromEntries(outputs), summary: state.summary };
}

async function runOneStep(step: StepSource, condition: string, state: JobState, index: number): Promise<void> {
  const name = interpolate(step.name ?? step.uses ?? "run", stepContexts(state));
  const ended = (conclusion: Conclusion, outcome = conclusion, outputs: Record<string, string> = {}) => {
    if (step.id) state.steps[step.id] = { outputs, outcome, conclusion };
    state.emit({ kind: "step-ended", job: state.id, step: name, conclusion: outcome, atMs: Date.now() });
  };
  if (!holds(condition, stepContexts(state), statusOf(state))) return ended("skipped");
  state.emit({ kind: "step-started", job: state.id, step: name, atMs: Date.now() });
  const { succeeded, outputs } = await attempt(step, name, state, index);
  const forgiven = String(step["continue-on-error"]) === "true";
  if (!succeeded && !forgiven) state.failed = true;
  ended(succeeded || forgiven ? "success" : "failure", succeeded ? "success" : "failure", outputs);
}

/** A step that cannot run fails like one that ran and failed; the reason is in its log. */
async function attempt(step: StepSource, name: string, state: JobState, index: number) {
  try {
    return await runStep(step, name, state, index);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    state.emit({ kind: "line", job: state.id, step: name, text: state.mask.hide(`error: ${text}`) });
    return { succeeded: false, outputs: {} };
  }
}
