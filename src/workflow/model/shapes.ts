import type { Concurrency } from "./concurrency.ts";
import type { Container, RegistryCredentials, ServiceContainer } from "./container.ts";
import type { CommonJobOptions, EnvironmentUse, JobOptions, RunDefaults, RunnerGroup, Snapshot } from "./job.ts";
import {
  anything,
  condition,
  fileName,
  ignores,
  listOf,
  mapOf,
  ofKind,
  optional,
  permissions,
  type Shape,
  shapedAs,
  textOr,
  variables,
} from "./refuse-shape.ts";
import type { ReusableWorkflowOptions } from "./reusable-workflow.ts";
import type { RunOptions, UsesOptions } from "./step.ts";
import { triggers } from "./trigger-shape.ts";
import type { WorkflowOptions, WorkflowOutput } from "./workflow.ts";
import type { CallInputs, CallSecrets } from "./workflow-call.ts";

/*
 * What JavaScript can give to the functions of the model. Each names every option of its type, or does not compile.
 * Text and numbers are judged in the file, and so are maps that reach it whole.
 */
const jobs = listOf(["job", "call"], "a list of jobs, each made by job(…) or call(…)");

const concurrency = shapedAs<Concurrency>('{ group: "ci" }', {
  group: anything,
  cancelInProgress: anything,
  queue: anything,
});

const defaults = shapedAs<RunDefaults>('{ shell: "bash" }', { shell: anything, workingDirectory: anything });

const environment = shapedAs<EnvironmentUse>('{ name: "production" }', {
  name: anything,
  url: anything,
  deployment: anything,
});

const credentials = shapedAs<RegistryCredentials>('{ username: "…", password: secret("…") }', {
  username: anything,
  password: anything,
});

const containerShape: Shape<Container> = {
  image: anything,
  credentials: optional(credentials),
  env: optional(variables),
  ports: anything,
  volumes: anything,
  options: anything,
};

const container = shapedAs<Container>('{ image: "node:24" }', containerShape);

const service = shapedAs<ServiceContainer>('{ image: "postgres:18" }', {
  ...containerShape,
  entrypoint: anything,
  command: anything,
});

const runnerGroup = shapedAs<RunnerGroup>('a label, or { group: "…" }', { group: anything, labels: anything });

const snapshot = shapedAs<Snapshot>('{ imageName: "…" }', {
  imageName: anything,
  version: anything,
  if: optional(condition),
});

const inherited = shapedAs<{ readonly why: string }>('{ why: "…" }', { why: anything });

export const stepShape: Shape<RunOptions<string> & UsesOptions> = {
  name: anything,
  if: optional(condition),
  env: optional(variables),
  continueOnError: anything,
  timeoutMinutes: anything,
  permissions: optional(permissions),
  ignores: optional(ignores),
  outputs: anything,
  shell: anything,
  workingDirectory: anything,
  reasons: anything,
};

const commonJobShape: Shape<CommonJobOptions> = {
  name: anything,
  if: optional(condition),
  needs: optional((value) => (value === "all" ? undefined : jobs(value))),
  concurrency: optional(concurrency),
  matrix: optional(ofKind("matrix", "matrix({ key: [value, …] })")),
  permissions: optional(permissions),
  ignores: optional(ignores),
};

export const jobShape: Shape<JobOptions> = {
  ...commonJobShape,
  runsOn: optional((value) => (Array.isArray(value) ? undefined : textOr(runnerGroup)(value))),
  timeoutMinutes: anything,
  steps: listOf(["step"], "a list of steps, each made by run(…), uses(…) or checkout()"),
  environment: optional((value) => (typeof value === "string" ? undefined : environment(value))),
  env: optional(variables),
  outputs: anything,
  continueOnError: anything,
  defaults: optional(defaults),
  container: optional(textOr(container)),
  services: optional(mapOf('{ db: { image: "postgres:18" } }', service)),
  snapshot: optional(snapshot),
  cacheMode: anything,
};

export const callShape: Shape<CommonJobOptions & Record<"with" | "secrets" | "inheritSecrets", unknown>> = {
  ...commonJobShape,
  with: anything,
  secrets: anything,
  inheritSecrets: optional(inherited),
};

export const workflowShape: Shape<WorkflowOptions> = {
  file: fileName,
  name: anything,
  description: anything,
  runName: anything,
  on: triggers,
  concurrency: optional(concurrency),
  jobs,
  env: optional(variables),
  defaults: optional(defaults),
  cacheMode: anything,
  ignores: optional(ignores),
  comment: anything,
};

const output = shapedAs<WorkflowOutput>("{ value: deployed.outputs.url }", { description: anything, value: anything });

export const reusableShape: Shape<
  ReusableWorkflowOptions<CallInputs, CallSecrets, Readonly<Record<string, WorkflowOutput>>>
> = {
  ...workflowShape,
  on: optional(triggers),
  call: ofKind("trigger", "workflowCall({ inputs: { … } })"),
  outputs: optional(mapOf("{ url: { value: deployed.outputs.url } }", output)),
};
