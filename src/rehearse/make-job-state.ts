import { join } from "node:path";
import { type Contexts, interpolate } from "./expressions.ts";
import type { JobState } from "./job-state.ts";
import { makeMask } from "./mask.ts";
import type { Run } from "./run-workflow.ts";

/** The state in which a job of the run begins. */
export function makeJobState(run: Run, id: string, contexts: Contexts): JobState {
  const cancelledBefore = run.signal?.aborted ?? false;
  // Not the bare id: tools treat folders called `test` in a special way, wherever in the path they stand.
  const directory = join(run.directory, `job-${id}`);
  const workspace = join(directory, "workspace");
  const scratch = join(directory, "runner");
  const workflowEnv = Object.fromEntries(
    Object.entries(run.source.env).map(([name, text]) => [name, interpolate(text, contexts)]),
  );
  return {
    id,
    defaults: { ...run.source.defaults.run, ...run.source.jobs[id]?.defaults.run },
    world: run.world,
    trigger: run.trigger,
    workspace,
    scratch,
    artifacts: join(run.directory, "artifacts"),
    contexts: {
      ...contexts,
      github: { ...run.github, workspace, job: id, event_path: join(run.directory, "event.json") },
    },
    mask: makeMask(Object.values(run.world.secrets)),
    emit: run.emit,
    isCancelled: () => !cancelledBefore && (run.signal?.aborted ?? false),
    env: { ...run.world.env, ...runnerEnv(run, id, workspace, scratch), ...workflowEnv },
    path: [],
    steps: {},
    failed: false,
    summary: "",
  };
}

const passedThrough = ["HOME", "LANG", "TMPDIR", "NODE_EXTRA_CA_CERTS", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];

/** What of the `github` context every step is told as `GITHUB_…`. */
const told = [
  "sha",
  "ref",
  "ref_name",
  "ref_type",
  "repository",
  "repository_owner",
  "run_id",
  "run_number",
  "run_attempt",
  "actor",
  "triggering_actor",
  "workflow",
  "workflow_ref",
  "api_url",
  "server_url",
  "event_name",
] as const;

function runnerEnv(run: Run, id: string, workspace: string, scratch: string): Record<string, string> {
  const github = told.map((key) => [`GITHUB_${key.toUpperCase()}`, String(run.github[key])] as const);
  const inherited = Object.entries(process.env).filter(
    ([key]) => passedThrough.includes(key) || key.toLowerCase().startsWith("npm_config_"),
  );
  return {
    ...Object.fromEntries(inherited.map(([key, value]) => [key, value ?? ""])),
    ...Object.fromEntries(github),
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_JOB: id,
    GITHUB_EVENT_PATH: join(run.directory, "event.json"),
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: scratch,
    RUNNER_OS: "Linux",
    RUNNER_ARCH: "X64",
  };
}
