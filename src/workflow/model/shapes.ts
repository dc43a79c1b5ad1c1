import type { CommonJobOptions, JobOptions } from "./job.ts";
import {
  anything,
  condition,
  fileName,
  ignores,
  listOf,
  ofKind,
  optional,
  permissions,
  type Shape,
  triggers,
} from "./refuse-shape.ts";
import type { RunOptions, UsesOptions } from "./step.ts";
import type { WorkflowOptions } from "./workflow.ts";

/*
 * What JavaScript can give to the functions of the model. Each names every option of its type, or does not compile.
 * Text, numbers and maps are judged in the file.
 */
const jobs = listOf(["job", "call"], "a list of jobs, each made by job(…) or call(…)");

export const stepShape: Shape<RunOptions<string> & UsesOptions> = {
  name: anything,
  if: optional(condition),
  env: anything,
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
  concurrency: anything,
  matrix: optional(ofKind("matrix", "matrix({ key: [value, …] })")),
  permissions: optional(permissions),
  ignores: optional(ignores),
};

export const jobShape: Shape<JobOptions> = {
  ...commonJobShape,
  runsOn: anything,
  timeoutMinutes: anything,
  steps: listOf(["step"], "a list of steps, each made by run(…), uses(…) or checkout()"),
  environment: anything,
  env: anything,
  outputs: anything,
  continueOnError: anything,
  defaults: anything,
  container: anything,
  services: anything,
  snapshot: anything,
  cacheMode: anything,
};

export const callShape: Shape<CommonJobOptions & Record<"with" | "secrets" | "inheritSecrets", unknown>> = {
  ...commonJobShape,
  with: anything,
  secrets: anything,
  inheritSecrets: anything,
};

export const workflowShape: Shape<WorkflowOptions> = {
  file: fileName,
  name: anything,
  description: anything,
  runName: anything,
  on: triggers,
  concurrency: anything,
  jobs,
  env: anything,
  defaults: anything,
  cacheMode: anything,
  ignores: optional(ignores),
  comment: anything,
};
