import { mkdirSync } from "node:fs";
import { holds, interpolate } from "./expressions.ts";
import { type JobState, statusOf, stepContexts } from "./job-state.ts";
import type { Conclusion } from "./run-event.ts";
import { runStep, type StepOutcome, type StepRun } from "./run-step.ts";
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
  for (const [index, step] of job.steps.entries()) {
    await runOneStep(step, conditions[index] ?? "success()", state, index);
  }
  const result = state.isCancelled() ? "cancelled" : state.failed ? "failure" : "success";
  return { result, outputs: outputsOf(job, state), summary: state.mask.hide(state.summary) };
}

/** The job's outputs. One with a secret is not handed on, and the log says so in the runner's words. */
function outputsOf(job: JobSource, state: JobState): Record<string, string> {
  const contexts = stepContexts(state);
  const outputs = Object.entries(job.outputs).map(([name, text]) => [name, interpolate(text, contexts)] as const);
  const tellable = outputs.filter(([name, value]) => {
    if (state.mask.hide(value) === value) return true;
    const text = `warning: Skip output '${name}' since it may contain secret.`;
    state.emit({ kind: "line", job: state.id, step: "job", text });
    return false;
  });
  return Object.fromEntries(tellable);
}

async function runOneStep(step: StepSource, condition: string, state: JobState, index: number): Promise<void> {
  const name = findStepName(step, state);
  const { outcome, outputs } = await attempt({ step, condition, name, state, index });
  const conclusion = outcome === "failure" && isForgiven(step, state) ? "success" : outcome;
  if (conclusion === "failure") state.failed = true;
  if (step.id) state.steps[step.id] = { outputs, outcome, conclusion };
  state.emit({ kind: "step-ended", job: state.id, step: name, conclusion: outcome, atMs: Date.now() });
}

interface Attempt extends StepRun {
  readonly condition: string;
}

/** A step that cannot run fails like one that ran and failed; the reason is in its log. */
async function attempt({
  condition,
  ...run
}: Attempt): Promise<{ outcome: Conclusion; outputs: StepOutcome["outputs"] }> {
  const { name, state } = run;
  try {
    if (!holds(condition, stepContexts(state), statusOf(state))) return { outcome: "skipped", outputs: {} };
    state.emit({ kind: "step-started", job: state.id, step: name, atMs: Date.now() });
    const { succeeded, outputs } = await runStep(run);
    return { outcome: succeeded ? "success" : "failure", outputs };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    state.emit({ kind: "line", job: state.id, step: name, text: state.mask.hide(`error: ${text}`) });
    return { outcome: "failure", outputs: {} };
  }
}

/** A name is only shown, so one that cannot be evaluated is shown as it is written. */
function findStepName(step: StepSource, state: JobState): string {
  const text = step.name ?? step.uses ?? "run";
  try {
    return interpolate(text, stepContexts(state));
  } catch {
    return text;
  }
}

function isForgiven(step: StepSource, state: JobState): boolean {
  return interpolate(String(step["continue-on-error"]), stepContexts(state)) === "true";
}
