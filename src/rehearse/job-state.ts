import type { Contexts, StatusFunctions } from "./expressions.ts";
import type { makeMask } from "./mask.ts";
import type { Conclusion, RunEvent } from "./run-event.ts";
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
  readonly mask: ReturnType<typeof makeMask>;
  readonly emit: (event: RunEvent) => void;
  readonly isCancelled: () => boolean;
  /** Set through GITHUB_ENV, and the job's own `env`. */
  env: Record<string, string>;
  path: string[];
  steps: Record<string, { outputs: Record<string, string>; outcome: Conclusion; conclusion: Conclusion }>;
  failed: boolean;
  summary: string;
}

export function statusOf(state: JobState): StatusFunctions {
  const cancelled = state.isCancelled();
  return { success: !state.failed && !cancelled, failure: state.failed, cancelled };
}

/** All contexts of a step at this moment. */
export function stepContexts(state: JobState): Contexts {
  return {
    ...state.contexts,
    env: state.env,
    steps: state.steps,
    job: { status: state.failed ? "failure" : "success" },
    runner: { os: "Linux", arch: "X64", temp: state.scratch, name: "rehearsal" },
  };
}
