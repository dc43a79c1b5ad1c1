import { camelCase } from "./camel-case.ts";
import { type Expression, expression } from "./expression.ts";

function context<T = string>(...path: readonly string[]): Expression<T> {
  return expression({ kind: "context", path });
}

/** A field of the payload of the event that started the run; its type is the caller's word. Treat it as untrusted. */
function event<T = string>(...path: readonly [string, ...string[]]): Expression<T> {
  return context<T>("github", "event", ...path);
}

/**
 * The `github` context: what is known of the run.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#github-context
 */
export const github = {
  actor: context("github", "actor"),
  baseRef: context("github", "base_ref"),
  event,
  eventName: context("github", "event_name"),
  headRef: context("github", "head_ref"),
  job: context("github", "job"),
  ref: context("github", "ref"),
  refName: context("github", "ref_name"),
  refType: context<"branch" | "tag">("github", "ref_type"),
  repository: context("github", "repository"),
  repositoryOwner: context("github", "repository_owner"),
  runAttempt: context("github", "run_attempt"),
  runId: context("github", "run_id"),
  runNumber: context("github", "run_number"),
  serverUrl: context("github", "server_url"),
  sha: context("github", "sha"),
  token: context("github", "token"),
  triggeringActor: context("github", "triggering_actor"),
  workflow: context("github", "workflow"),
  workspace: context("github", "workspace"),
} as const;

/** The `runner` context: the machine the job is on. Not available before a job has started. */
export const runner = {
  arch: context<"X86" | "X64" | "ARM" | "ARM64">("runner", "arch"),
  name: context("runner", "name"),
  os: context<"Linux" | "Windows" | "macOS">("runner", "os"),
  temp: context("runner", "temp"),
  toolCache: context("runner", "tool_cache"),
} as const;

/** How the jobs this one needs ended, and their outputs, by job. For one job read its `result` or `outputs` instead. */
export const needs =
  context<Readonly<Record<string, { readonly result: string; readonly outputs: Readonly<Record<string, string>> }>>>(
    "needs",
  );

/** The secret of that name; empty when there is none. Only in jobs with an `environment`, where it can be guarded. */
export function secret(name: string): Expression<string> {
  return context("secrets", name);
}

/** The configuration variable of that name, of the repository, organization or environment. */
export function variable(name: string): Expression<string> {
  return context("vars", name);
}

/** An environment variable that the workflow, the job or an earlier step has set. */
export function env(name: string): Expression<string> {
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
