import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Contexts, holds, interpolate, resolve, type StatusFunctions } from "./expressions.ts";
import { makeJobState } from "./make-job-state.ts";
import { makeMask } from "./mask.ts";
import { type JobConditions, parseConditions } from "./parse-conditions.ts";
import { RehearsalError } from "./rehearsal-error.ts";
import type { Conclusion, RunEvent } from "./run-event.ts";
import { type JobOutcome, runJob } from "./run-job.ts";
import { dispatchInputs, parseWorkflowSource, type WorkflowSource } from "./workflow-source.ts";
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

/** A run once its workflow is read. */
export interface Run extends RunRequest {
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
  const conclusion = concludeRun(run);
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

/** A job whose expressions cannot be evaluated fails; the others go on. */
async function decideAndRun(run: Run, id: string): Promise<JobOutcome> {
  try {
    return await runJobIfDue(run, id);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const mask = makeMask(Object.values(run.world.secrets));
    run.emit({ kind: "line", job: id, step: "job", text: mask.hide(`error: ${text}`) });
    return endJob(run, id, run.source.jobs[id]?.name ?? id, { result: "failure", outputs: {}, summary: "" });
  }
}

async function runJobIfDue(run: Run, id: string): Promise<JobOutcome> {
  const job = run.source.jobs[id];
  const conditions = run.conditions[id];
  if (!job || !conditions) throw new RehearsalError(`GitHub's parser knows no job '${id}' of ${run.path}.`);
  const contexts = jobContexts(run, id);
  const name = interpolate(job.name ?? id, contexts);
  if (!holds(conditions.condition, contexts, jobStatus(run, id))) {
    return endJob(run, id, name, { result: "skipped", outputs: {}, summary: "" });
  }
  run.emit({ kind: "job-started", job: id, name, atMs: Date.now() });
  const environment = job.environment ? String(resolve(job.environment.name, contexts)) : undefined;
  if (environment && run.world.protectedEnvironments.includes(environment)) {
    run.emit({ kind: "approval", job: id, environment, atMs: Date.now() });
  }
  return endJob(run, id, name, await runJob(job, conditions.steps, makeJobState(run, id, contexts)));
}

function endJob(run: Run, job: string, name: string, outcome: JobOutcome): JobOutcome {
  const { result: conclusion, outputs, summary } = outcome;
  run.emit({ kind: "job-ended", job, name, conclusion, outputs, summary, atMs: Date.now() });
  return outcome;
}

const noMatrix = { strategy: {}, matrix: {} };

function jobContexts(run: Run, id: string): Contexts {
  const { inputs, github, world } = run;
  const needs = needsOf(run, id).map((need) => {
    const { result = "skipped", outputs = {} } = run.results.get(need) ?? {};
    return [need, { result, outputs }];
  });
  return { github, needs: Object.fromEntries(needs), inputs, vars: world.vars, secrets: world.secrets, ...noMatrix };
}

/** A cancelled run is cancelled whatever its cleaning up came to. */
function concludeRun({ results, signal }: Run): Conclusion {
  const conclusions = [...results.values()].map(({ result }) => result);
  if (conclusions.includes("failure")) return "failure";
  if (signal?.aborted || conclusions.includes("cancelled")) return "cancelled";
  return conclusions.every((result) => result === "skipped") ? "skipped" : "success";
}
