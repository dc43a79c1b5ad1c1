import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Contexts, holds, interpolate, resolve, type StatusFunctions } from "./expressions.ts";
import type { JobState } from "./job-state.ts";
import { makeMask } from "./mask.ts";
import { type JobConditions, parseConditions } from "./parse-conditions.ts";
import type { Conclusion, RunEvent } from "./run-event.ts";
import { type JobOutcome, runJob } from "./run-job.ts";
import { dispatchInputs, type JobSource, parseWorkflowSource, type WorkflowSource } from "./workflow-source.ts";
import type { RunTrigger, World } from "./world.ts";

export interface RunRequest {
  /** Path of the workflow file in the repository, for example `.github/workflows/promote.yml`. */
  readonly path: string;
  readonly world: World;
  readonly trigger: RunTrigger;
  readonly emit: (event: RunEvent) => void;
  /** Aborting it cancels the run, as the button on GitHub does. */
  readonly signal?: AbortSignal;
}

export interface RunResult {
  readonly conclusion: Conclusion;
  readonly jobs: Readonly<Record<string, JobOutcome>>;
}

interface Run extends RunRequest {
  readonly source: WorkflowSource;
  readonly conditions: Readonly<Record<string, JobConditions>>;
  readonly inputs: Contexts;
  readonly github: Contexts;
  readonly directory: string;
  readonly results: Map<string, JobOutcome>;
}

/** Runs a workflow on this machine: jobs in the order of their needs, side by side where they may be. */
export async function runWorkflow(request: RunRequest): Promise<RunResult> {
  const run = await prepareRun(request);
  const started = new Map<string, Promise<void>>();
  const start = (id: string): Promise<void> => {
    const known = started.get(id);
    if (known) return known;
    const promise = Promise.all(needsOf(run, id).map(start)).then(async () => {
      run.results.set(id, await decideAndRun(run, id));
    });
    started.set(id, promise);
    return promise;
  };
  await Promise.all(Object.keys(run.source.jobs).map(start));
  const conclusion = concludeRun([...run.results.values()].map((outcome) => outcome.result));
  run.emit({ kind: "run-ended", conclusion, atMs: Date.now() });
  return { conclusion, jobs: Object.fromEntries(run.results) };
}

async function prepareRun(request: RunRequest): Promise<Run> {
  const { world, trigger, path } = request;
  const content = readFileSync(join(world.repositoryDirectory, path), "utf8");
  const source = parseWorkflowSource(path, content);
  const directory = join(world.workDirectory, `run-${trigger.runId}`);
  mkdirSync(directory, { recursive: true });
  const inputs = trigger.event === "workflow_dispatch" ? dispatchInputs(source, trigger.inputs) : {};
  const event = { ...trigger.payload, inputs };
  writeFileSync(join(directory, "event.json"), JSON.stringify(event));
  const conditions = await parseConditions(path, content);
  const github = githubContext(request, source.name, event);
  return { ...request, source, conditions, inputs, github, directory, results: new Map() };
}

function githubContext({ world, trigger, path }: RunRequest, workflow: string, event: unknown): Contexts {
  const refName = trigger.ref.replace(/^refs\/(heads|tags)\//, "");
  return {
    event,
    event_name: trigger.event,
    sha: trigger.sha,
    ref: trigger.ref,
    ref_name: refName,
    ref_type: trigger.ref.startsWith("refs/tags/") ? "tag" : "branch",
    repository: world.repository,
    repository_owner: world.repository.split("/")[0],
    run_id: String(trigger.runId),
    run_number: String(trigger.runId),
    run_attempt: "1",
    actor: world.actor,
    triggering_actor: world.actor,
    workflow,
    workflow_ref: `${world.repository}/${path}@${trigger.ref}`,
    token: world.secrets.GITHUB_TOKEN ?? "",
    api_url: world.apiUrl,
    server_url: world.serverUrl,
  };
}

function needsOf(run: Run, id: string): readonly string[] {
  return run.conditions[id]?.needs ?? [];
}

function ancestorsOf(run: Run, id: string): Set<string> {
  const direct = needsOf(run, id);
  return new Set(direct.flatMap((need) => [need, ...ancestorsOf(run, need)]));
}

/** `success()` and `failure()` of a job look at all its ancestors, not only at those it needs directly. */
function jobStatus(run: Run, id: string): StatusFunctions {
  const results = [...ancestorsOf(run, id)].map((need) => run.results.get(need)?.result);
  const cancelled = run.signal?.aborted ?? false;
  return {
    success: !cancelled && results.every((result) => result === "success"),
    failure: results.includes("failure"),
    cancelled,
  };
}

async function decideAndRun(run: Run, id: string): Promise<JobOutcome> {
  const job = run.source.jobs[id];
  const conditions = run.conditions[id];
  if (!job || !conditions) return { result: "failure", outputs: {}, summary: "" };
  const needs = Object.fromEntries(
    needsOf(run, id).map((need) => {
      const outcome = run.results.get(need);
      return [need, { result: outcome?.result ?? "skipped", outputs: outcome?.outputs ?? {} }];
    }),
  );
  const { inputs, github, world } = run;
  const contexts = { github, needs, inputs, vars: world.vars, secrets: world.secrets, strategy: {}, matrix: {} };
  const name = interpolate(job.name ?? id, contexts);
  if (!holds(conditions.condition, contexts, jobStatus(run, id))) {
    const skipped = { result: "skipped", outputs: {}, summary: "" } as const;
    run.emit({ kind: "job-ended", job: id, name, conclusion: "skipped", outputs: {}, summary: "", atMs: Date.now() });
    return skipped;
  }
  return startJob(run, id, job, name, contexts, conditions.steps);
}

async function startJob(
  run: Run,
  id: string,
  job: JobSource,
  name: string,
  contexts: Contexts,
  conditions: readonly string[],
): Promise<JobOutcome> {
  run.emit({ kind: "job-started", job: id, name, atMs: Date.now() });
  const environment = job.environment ? String(resolve(job.environment.name, contexts)) : undefined;
  if (environment && run.world.protectedEnvironments.includes(environment)) {
    run.emit({ kind: "approval", job: id, environment, atMs: Date.now() });
  }
  const outcome = await runJob(job, conditions, makeState(run, id, contexts));
  run.emit({
    kind: "job-ended",
    job: id,
    name,
    conclusion: outcome.result,
    outputs: outcome.outputs,
    summary: outcome.summary,
    atMs: Date.now(),
  });
  return outcome;
}

function makeState(run: Run, id: string, contexts: Contexts): JobState {
  // Not the bare id: tools treat folders called `test` in a special way, wherever in the path they stand.
  const directory = join(run.directory, `job-${id}`);
  const workspace = join(directory, "workspace");
  const scratch = join(directory, "runner");
  return {
    id,
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
    isCancelled: () => run.signal?.aborted ?? false,
    env: { ...run.world.env, ...runnerEnv(run, id, workspace, scratch), ...run.source.env },
    path: [],
    steps: {},
    failed: false,
    summary: "",
  };
}

const passedThrough = ["HOME", "LANG", "TMPDIR", "NODE_EXTRA_CA_CERTS", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];

function runnerEnv(run: Run, id: string, workspace: string, scratch: string): Record<string, string> {
  const named = ["sha", "ref", "ref_name", "ref_type", "repository", "repository_owner", "run_id", "run_number"];
  const more = [
    "run_attempt",
    "actor",
    "triggering_actor",
    "workflow",
    "workflow_ref",
    "api_url",
    "server_url",
    "event_name",
  ];
  const github = [...named, ...more].map((key) => [`GITHUB_${key.toUpperCase()}`, String(run.github[key])] as const);
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

function concludeRun(results: readonly Conclusion[]): Conclusion {
  if (results.includes("failure")) return "failure";
  if (results.includes("cancelled")) return "cancelled";
  return results.every((result) => result === "skipped") ? "skipped" : "success";
}
