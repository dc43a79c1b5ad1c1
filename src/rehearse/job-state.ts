import type { Contexts, StatusFunctions } from "./expressions.ts";
import type { Mask } from "./mask.ts";
import type { Conclusion, RunEvent } from "./run-event.ts";
import type { JobSource } from "./workflow-source.ts";
import type { RunTrigger, World } from "./world.ts";

/** What one job's steps share and change while they run. */
export interface JobState {
  readonly id: string;
  readonly world: World;
  readonly trigger: RunTrigger;
  readonly workspace: string;
  readonly scratch: string;
  /** Files that jobs of one run hand to each other. */
  readonly artifacts: string;
  readonly contexts: Contexts;
  /** What holds for a script that does not say otherwise. */
  readonly defaults: JobSource["defaults"]["run"];
  readonly mask: Mask;
  readonly emit: (event: RunEvent) => void;
  /** Whether the run was cancelled while this job ran. A job that `always()` starts afterwards runs like any other. */
  readonly isCancelled: () => boolean;
  /** Set through GITHUB_ENV, and the job's own `env`. */
  env: Record<string, string>;
  path: string[];
  steps: Record<string, { outputs: Record<string, string>; outcome: Conclusion; conclusion: Conclusion }>;
  failed: boolean;
  summary: string;
}

/** What the status functions answer to the job's next step. Cancelled outranks failed, as on GitHub. */
export function statusOf(state: JobState): StatusFunctions {
  const cancelled = state.isCancelled();
  return { success: !state.failed && !cancelled, failure: state.failed && !cancelled, cancelled };
}

/** All contexts of a step at this moment. */
export function stepContexts(state: JobState): Contexts {
  const status = state.isCancelled() ? "cancelled" : state.failed ? "failure" : "success";
  return {
    ...state.contexts,
    env: state.env,
    steps: state.steps,
    job: { status },
    runner: { os: "Linux", arch: "X64", temp: state.scratch, name: "rehearsal" },
  };
}
