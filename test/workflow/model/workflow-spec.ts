import fc from "fast-check";
import type { MatrixValue } from "../../../src/workflow/index.ts";
import { booleanSpec, textSpec, words } from "./arbitrary-expression.ts";

const name = words.filter((value) => value.trim() !== "");
const perhaps = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const minutes = fc.integer({ min: 1, max: 360 });

const matrixValue: fc.Arbitrary<MatrixValue> = fc.oneof(words, fc.integer(), fc.boolean(), fc.record({ os: words }));
const matrixSpec = fc.record({
  a: fc.array(matrixValue, { minLength: 1, maxLength: 3 }),
  isComputed: fc.boolean(),
  include: perhaps(fc.array(fc.record({ a: matrixValue, extra: words }), { minLength: 1, maxLength: 2 })),
  exclude: perhaps(fc.array(fc.record({ a: matrixValue }), { minLength: 1, maxLength: 2 })),
  failFast: fc.boolean(),
  maxParallel: perhaps(fc.integer({ min: 1, max: 5 })),
});

const stepSpec = fc.record({
  kind: fc.constantFrom("run", "uses", "pwsh"),
  name: perhaps(textSpec),
  condition: perhaps(booleanSpec),
  status: fc.constantFrom("none", "always", "not-cancelled"),
  script: fc.array(fc.oneof(textSpec, words), { maxLength: 3 }),
  env: perhaps(textSpec),
  continueOnError: perhaps(fc.oneof(fc.boolean(), booleanSpec)),
  timeout: perhaps(minutes),
  directory: perhaps(textSpec),
});

const containerSpec = fc.record({
  credentials: fc.boolean(),
  env: perhaps(textSpec),
  options: perhaps(textSpec),
  ports: fc.boolean(),
  volumes: fc.boolean(),
});

const jobSpec = fc.record({
  kind: fc.constantFrom("steps", "steps", "steps", "call"),
  name: fc.oneof(name, textSpec),
  steps: fc.array(stepSpec, { minLength: 1, maxLength: 4 }),
  condition: perhaps(booleanSpec),
  status: fc.constantFrom("none", "always", "not-cancelled"),
  needs: fc.array(fc.nat(5), { maxLength: 2 }),
  runsOn: fc.constantFrom("default", "text", "list", "group"),
  timeout: minutes,
  env: perhaps(textSpec),
  environment: fc.constantFrom("none", "name", "use"),
  url: textSpec,
  concurrency: perhaps(
    fc.record({ group: textSpec, cancel: perhaps(fc.oneof(fc.boolean(), booleanSpec)), isQueue: fc.boolean() }),
  ),
  continueOnError: perhaps(fc.oneof(fc.boolean(), booleanSpec)),
  matrix: perhaps(matrixSpec),
  container: perhaps(containerSpec),
  service: perhaps(containerSpec),
  hasOutputs: fc.boolean(),
  passed: textSpec,
});

export const workflowSpec = fc.record({
  name,
  events: fc.uniqueArray(
    fc.constantFrom("push", "pull_request", "workflow_dispatch", "schedule", "release", "merge_group", "issues"),
    { minLength: 1, maxLength: 4 },
  ),
  /** Whether other workflows can call it, and what it then gives. */
  output: perhaps(textSpec),
  runName: perhaps(textSpec),
  group: textSpec,
  env: perhaps(words),
  jobs: fc.array(jobSpec, { minLength: 1, maxLength: 4 }),
});

/** A composite action with some of the steps that jobs have. */
export const actionSpec = fc.record({
  name,
  description: words,
  steps: fc.array(stepSpec, { minLength: 1, maxLength: 4 }),
  output: textSpec,
});

export type WorkflowSpec = typeof workflowSpec extends fc.Arbitrary<infer T> ? T : never;
export type JobSpec = WorkflowSpec["jobs"][number];
export type StepSpec = JobSpec["steps"][number];
export type ContainerSpec = NonNullable<JobSpec["container"]>;
export type ActionSpec = typeof actionSpec extends fc.Arbitrary<infer T> ? T : never;
