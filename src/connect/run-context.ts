import { userInfo } from "node:os";

type Environment = Readonly<Record<string, string | undefined>>;

/** Who acts, from where. */
export interface RunContext {
  readonly actor: string;
  /** Page of the workflow run; the same for all its jobs and attempts. */
  readonly runUrl?: string;
  /** Names this process as the holder of a lease; no two processes have the same. */
  readonly holder: string;
}

/** What GitHub says about the run, or, outside of one, what the machine says. */
export function runContext(env: Environment): RunContext {
  const runUrl = runUrlOf(env);
  const actor = env.GITHUB_TRIGGERING_ACTOR || env.GITHUB_ACTOR || userName();
  return { actor, holder: holderOf(env, actor), ...(runUrl === undefined ? {} : { runUrl }) };
}

function runUrlOf({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID }: Environment): string | undefined {
  if (!GITHUB_REPOSITORY || !GITHUB_RUN_ID) return undefined;
  return `${GITHUB_SERVER_URL || "https://github.com"}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
}

function holderOf(env: Environment, actor: string): string {
  const { GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: attempt = "1", GITHUB_JOB: job = "job", GITHUB_ACTION: step } = env;
  if (!run) return `${actor}, process ${process.pid}`;
  return `run ${run} attempt ${attempt} ${job}${step ? `/${step}` : ""}, process ${process.pid}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user that has no name.
    return "unknown";
  }
}
