import { userInfo } from "node:os";
import type { context } from "@actions/github";

type Environment = Readonly<Record<string, string | undefined>>;

/** What GitHub's toolkit says about the run; outside of one its numbers are NaN and `repo` throws. */
export type WorkflowRun = Pick<
  typeof context,
  "actor" | "serverUrl" | "repo" | "runId" | "runAttempt" | "job" | "action"
>;

/** Who acts, from where. */
export interface RunContext {
  readonly actor: string;
  /** Page of the workflow run; the same for all its jobs and attempts. */
  readonly runUrl?: string;
  /** Names this process as the holder of a lease; no two processes have the same. */
  readonly holder: string;
}

/**
 * What GitHub says about the run, or, outside of one, what the machine says.
 *
 * @param env for what the toolkit does not know: GITHUB_TRIGGERING_ACTOR
 */
export function runContext(run: WorkflowRun, env: Environment): RunContext {
  // On a second attempt `actor` is whoever started the first; who acts is whoever pressed the button now.
  const actor = env.GITHUB_TRIGGERING_ACTOR || run.actor || userName();
  if (!Number.isSafeInteger(run.runId)) return { actor, holder: `${actor}, process ${process.pid}` };
  const repository = findRepository(run);
  const runUrl = repository && `${run.serverUrl}/${repository}/actions/runs/${run.runId}`;
  return { actor, holder: holderOf(run), ...(runUrl && { runUrl }) };
}

function findRepository(run: WorkflowRun): string | undefined {
  try {
    const { owner, repo } = run.repo;
    return owner && repo ? `${owner}/${repo}` : undefined;
  } catch {
    // The toolkit throws where GITHUB_REPOSITORY is not set; a page that nobody can name must not stop a rollback.
    return undefined;
  }
}

function holderOf({ runId, runAttempt, job, action }: WorkflowRun): string {
  const attempt = Number.isSafeInteger(runAttempt) ? runAttempt : 1;
  const step = action ? `/${action}` : "";
  return `run ${runId} attempt ${attempt} ${job || "job"}${step}, process ${process.pid}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user that has no name.
    return "unknown";
  }
}
