import { camelCase } from "./camel-case.ts";
import { type Expression, expression, type Scope } from "./expression.ts";

function context<T = string, S extends Scope = "value">(...path: readonly string[]): Expression<T, S> {
  return expression({ kind: "context", path });
}

/**
 * A field of the payload of the event that started the run; its type is the caller's word. For what only some events
 * have, prefer the `event` of a {@link trigger}, which knows its fields. Treat it as untrusted.
 */
function event<T = string>(...path: readonly [string, ...string[]]): Expression<T> {
  return context<T>("github", "event", ...path);
}

/**
 * The `github` context: what is known of the run. Left out: what is the runner's own business (paths of its files), and
 * `action_*`, which have a value only inside of a composite action.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#github-context
 */
export const github = {
  actor: context("github", "actor"),
  actorId: context("github", "actor_id"),
  apiUrl: context("github", "api_url"),
  baseRef: context("github", "base_ref"),
  event,
  eventName: context("github", "event_name"),
  eventPath: context("github", "event_path"),
  graphqlUrl: context("github", "graphql_url"),
  headRef: context("github", "head_ref"),
  job: context("github", "job"),
  ref: context("github", "ref"),
  refName: context("github", "ref_name"),
  refProtected: context<boolean>("github", "ref_protected"),
  refType: context<"branch" | "tag">("github", "ref_type"),
  repository: context("github", "repository"),
  repositoryId: context("github", "repository_id"),
  repositoryOwner: context("github", "repository_owner"),
  repositoryOwnerId: context("github", "repository_owner_id"),
  repositoryUrl: context("github", "repositoryUrl"),
  retentionDays: context("github", "retention_days"),
  runAttempt: context("github", "run_attempt"),
  runId: context("github", "run_id"),
  runNumber: context("github", "run_number"),
  secretSource: context<"None" | "Actions" | "Codespaces" | "Dependabot">("github", "secret_source"),
  serverUrl: context("github", "server_url"),
  sha: context("github", "sha"),
  token: context("github", "token"),
  triggeringActor: context("github", "triggering_actor"),
  workflow: context("github", "workflow"),
  workflowRef: context("github", "workflow_ref"),
  workflowSha: context("github", "workflow_sha"),
  workspace: context("github", "workspace"),
} as const;

/** The `runner` context: the machine the job is on. Not available before a job has started. */
export const runner = {
  arch: context<"X86" | "X64" | "ARM" | "ARM64", "runner">("runner", "arch"),
  debug: context<string, "runner">("runner", "debug"),
  environment: context<"github-hosted" | "self-hosted", "runner">("runner", "environment"),
  name: context<string, "runner">("runner", "name"),
  os: context<"Linux" | "Windows" | "macOS", "runner">("runner", "os"),
  temp: context<string, "runner">("runner", "temp"),
  toolCache: context<string, "runner">("runner", "tool_cache"),
} as const;

/** The `job` context: the job this step is in. Not `job()`, which makes one. */
export const currentJob = {
  status: context<"success" | "failure" | "cancelled", "runner">("job", "status"),
  containerId: context<string, "runner">("job", "container", "id"),
  containerNetwork: context<string, "runner">("job", "container", "network"),
  /** The port of the machine that leads to a port of a service. */
  servicePort: (service: string, port: number): Expression<string, "runner"> =>
    context("job", "services", service, "ports", String(port)),
} as const;

/** The `strategy` context: which of the combinations of the matrix this one is. */
export const strategy = {
  failFast: context<boolean, "matrix">("strategy", "fail-fast"),
  /** From 0. */
  jobIndex: context<number, "matrix">("strategy", "job-index"),
  jobTotal: context<number, "matrix">("strategy", "job-total"),
  maxParallel: context<number, "matrix">("strategy", "max-parallel"),
} as const;

/** How the jobs this one needs ended, and their outputs, by job. For one job read its `result` or `outputs` instead. */
export const needs =
  context<Readonly<Record<string, { readonly result: string; readonly outputs: Readonly<Record<string, string>> }>>>(
    "needs",
  );

/** The secret of that name; empty when there is none. Only in jobs with an `environment`, where it can be guarded. */
export function secret(name: string): Expression<string, "secrets"> {
  return context("secrets", name);
}

/** The configuration variable of that name, of the repository, organization or environment. */
export function variable(name: string): Expression<string> {
  return context("vars", name);
}

/** An environment variable that the workflow, the job or an earlier step has set. */
export function env(name: string): Expression<string, "env"> {
  return context("env", name);
}

/** Names of outputs to the expressions that read them. */
export function outputsOf<const Name extends string>(
  names: readonly Name[],
  read: (name: Name) => Expression<string>,
): Outputs<Name> {
  return Object.fromEntries(names.map((name) => [camelCase(name), read(name)])) as Outputs<Name>;
}

/** One expression for each output, under its name in camel case. */
export type Outputs<Name extends string> = {
  readonly [N in Name as ReturnType<typeof camelCase<N>>]: Expression<string>;
};
