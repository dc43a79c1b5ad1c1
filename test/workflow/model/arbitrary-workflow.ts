import {
  actions,
  always,
  and,
  type CompositeAction,
  call,
  compositeAction,
  currentJob,
  type Expression,
  env,
  github,
  hashFiles,
  input,
  type JobModel,
  type JobScope,
  job,
  type Matrix,
  type MatrixValue,
  matrix,
  notCancelled,
  reusableWorkflow,
  run,
  runner,
  type StepModel,
  type StepScope,
  secret,
  sh,
  strategy,
  text,
  trigger,
  uses,
  variable,
  type Workflow,
  workflow,
  workflowCall,
  workflowDispatch,
} from "../../../src/workflow/index.ts";
import { type Leaves, toBoolean, toText } from "./arbitrary-expression.ts";
import type { ActionSpec, ContainerSpec, JobSpec, StepSpec, WorkflowSpec } from "./workflow-spec.ts";

const digest = `@sha256:${"0".repeat(64)}`;

type AnyMatrix = Matrix<{ readonly a: readonly MatrixValue[] | Expression<readonly MatrixValue[]> }>;

interface Context {
  /** What there is before any job. */
  readonly start: Leaves<"value">;
  /** What a job can read before it runs. */
  readonly planned: Leaves<JobScope>;
  readonly before: readonly JobModel[];
}

const present = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T;

function withStatus<S extends "value" | StepScope>(
  status: JobSpec["status"],
  condition: Expression<boolean, S> | undefined,
): Expression<boolean, S | "condition"> | undefined {
  if (status === "none") {
    return condition;
  }
  const function_ = status === "always" ? always() : notCancelled();
  return condition ? and(condition, function_) : function_;
}

const flag = <S extends StepScope>(
  value: boolean | Parameters<typeof toBoolean>[0] | undefined,
  leaves: Leaves<S>,
): boolean | Expression<boolean, S | "value"> | undefined =>
  typeof value === "object" ? toBoolean(value, leaves) : value;

interface StepContext {
  readonly index: number;
  readonly planned: Leaves<JobScope>;
  readonly before: readonly StepModel[];
  readonly secrets: readonly Expression<string, "secrets">[];
}

function toStep(spec: StepSpec, { index, planned, before, secrets }: StepContext): StepModel {
  const open: Leaves<Exclude<StepScope, "secrets">> = [
    ...planned,
    env("A"),
    runner.os,
    currentJob.status,
    strategy.failFast as Expression<never, "matrix">,
    hashFiles("**/*.lock"),
    ...before.map(({ outcome }) => outcome),
  ];
  const all: Leaves<StepScope> = [...open, ...secrets];
  const condition = spec.condition ? toBoolean(spec.condition, open) : undefined;
  const options = present({
    name: spec.name && toText(spec.name, all),
    if: withStatus(spec.status, condition),
    env: spec.env && { FIRST: toText(spec.env, all) },
    continueOnError: flag(spec.continueOnError, all),
    timeoutMinutes: spec.timeout,
  });
  const id = `step-${index}`;
  if (spec.kind === "uses") {
    return uses(
      id,
      actions.setupNode,
      present({ nodeVersion: spec.name ? toText(spec.name, all) : "24", packageManagerCache: false }),
      options as object,
    );
  }
  const place = present({ workingDirectory: spec.directory && toText(spec.directory, all) });
  if (spec.kind === "pwsh") {
    return run(id, sh`Write-Output hello`, { ...options, ...place, shell: "pwsh" } as object);
  }
  const said = spec.script.map((part) =>
    typeof part === "string" ? sh`echo ${part}` : sh`echo "${toText(part, all)}"`,
  );
  const script = said.reduce(
    (whole, part) => sh`${whole}
${part}`,
    sh`true`,
  );
  return run(id, script, { ...options, ...place, outputs: ["made"] } as object);
}

function toContainer(spec: ContainerSpec, { start, planned }: Context) {
  return present({
    image: `postgres${digest}`,
    credentials: spec.credentials ? { username: start[0], password: secret("PASSWORD") } : undefined,
    env: spec.env && { A: toText(spec.env, [...planned, secret("A"), runner.temp]) },
    options: spec.options && toText(spec.options, planned),
    ports: spec.ports ? ["5432:5432"] : undefined,
    volumes: spec.volumes ? ["data:/data"] : undefined,
  });
}

function toMatrix(spec: NonNullable<JobSpec["matrix"]>): AnyMatrix {
  const { a, isComputed, include, exclude, failFast, maxParallel } = spec;
  const values = isComputed ? (variable("LIST") as Expression<never> as Expression<readonly MatrixValue[]>) : a;
  return matrix(
    { a: values },
    present({ include: include ?? [], exclude, failFast, maxParallel }) as object,
  ) as AnyMatrix;
}

function runsOn(spec: JobSpec, planned: Leaves<JobScope>) {
  switch (spec.runsOn) {
    case "text":
      return planned[0];
    case "list":
      return ["self-hosted", planned[0]];
    case "group":
      return { group: planned[0], labels: ["linux", "x64"] };
    default:
      return undefined;
  }
}

function concurrencyOf({ concurrency }: JobSpec, leaves: Leaves<JobScope>) {
  if (!concurrency) {
    return undefined;
  }
  const group = text`g-${toText(concurrency.group, leaves)}`;
  return concurrency.isQueue
    ? ({ group, queue: "max" } as const)
    : present({ group, cancelInProgress: flag(concurrency.cancel, leaves) });
}

const called = workflowCall({
  inputs: { what: input.string({ description: "What", required: true }), many: input.number({ description: "Many" }) },
  secrets: { TOKEN: { required: true } },
});
const callee = reusableWorkflow({
  file: "callee",
  name: "Callee",
  call: called,
  concurrency: { group: "callee" },
  jobs: [],
  outputs: { made: { value: text`made-${called.inputs.what}` } },
});

function toJob(spec: JobSpec, index: number, outer: Context): JobModel {
  const rows = spec.matrix ? toMatrix(spec.matrix) : undefined;
  const value = rows?.values.a as Expression<string, "matrix"> | undefined;
  const planned: Leaves<JobScope> = value ? [...outer.planned, value] : outer.planned;
  const context = { ...outer, planned };
  const condition = spec.condition ? toBoolean(spec.condition, outer.start) : undefined;
  const common = {
    name: typeof spec.name === "string" ? spec.name : text`job ${toText(spec.name, planned)}`,
    if: withStatus(spec.status, condition),
    needs: spec.needs.flatMap((at) => outer.before[at] ?? []),
    concurrency: concurrencyOf(spec, planned),
    matrix: rows,
  };
  const id = `job-${index}`;
  if (spec.kind === "call") {
    const passed = { with: { what: toText(spec.passed, planned), many: 3 }, secrets: { TOKEN: secret("TOKEN") } };
    return call(id, callee, { ...present(common), ...passed });
  }
  const steps: StepModel[] = [];
  for (const [at, step] of spec.steps.entries()) {
    steps.push(toStep(step, { index: at, planned, before: steps, secrets: [secret("TOKEN")] }));
  }
  const environments = {
    none: undefined,
    name: "dev",
    use: { name: planned[0], url: text`https://${toText(spec.url, [...planned, runner.os])}` },
  };
  return job(
    id,
    present({
      ...common,
      steps,
      timeoutMinutes: spec.timeout,
      runsOn: runsOn(spec, planned),
      env: spec.env && { A: toText(spec.env, [...planned, secret("A")]) },
      environment: environments[spec.environment],
      continueOnError: flag(spec.continueOnError, planned),
      container: spec.container && toContainer(spec.container, context),
      services: spec.service && { db: toContainer(spec.service, context) },
      outputs: spec.hasOutputs && steps[0] ? { how: steps[0].outcome } : undefined,
    }) as Parameters<typeof job>[1],
  );
}

function startOf({ events, output }: WorkflowSpec) {
  const caller = workflowCall({
    inputs: {
      given: input.string({ description: "Given", default: "x" }),
      many: input.number({ description: "Many" }),
    },
    secrets: { CALLED: {} },
  });
  const form = workflowDispatch({
    what: input.string({ description: "What" }),
    which: input.choice({ description: "Which", options: ["a", "b"], default: "a" }),
  });
  const pr = trigger("pull_request", { branches: ["main"], types: ["opened", "labeled"] });
  const triggers = {
    push: {},
    pull_request: pr,
    workflow_dispatch: form,
    schedule: [{ cron: "7 4 * * 1", timezone: "Europe/Amsterdam" }],
    release: { types: ["published"] },
    merge_group: {},
    issues: { types: ["opened"] },
  } as const;
  const on = Object.fromEntries(events.map((event) => [event, triggers[event]]));
  const start: Leaves<"value"> = [
    variable("WHERE"),
    github.refName,
    github.actor,
    ...(events.includes("pull_request") ? [pr.event.pullRequest.title, pr.event.pullRequest.head.ref] : []),
    ...(output ? [caller.inputs.given] : []),
    ...(events.includes("workflow_dispatch") ? [form.inputs.what, form.inputs.which] : []),
  ];
  return { on, start, caller };
}

/** The workflow that a specification describes; new values each time. */
export function toWorkflow(spec: WorkflowSpec): Workflow {
  const { on, start, caller } = startOf(spec);
  const jobs: JobModel[] = [];
  for (const [index, jobOf] of spec.jobs.entries()) {
    const read: Leaves<"value"> = [...start, ...jobs.map(({ result }) => result)];
    jobs.push(toJob(jobOf, index, { start: read, planned: read, before: [...jobs] }));
  }
  const common = present({
    file: "generated",
    name: spec.name,
    runName: spec.runName && text`run ${toText(spec.runName, start)}`,
    concurrency: { group: text`g-${toText(spec.group, start)}` },
    env: { A: spec.env ?? "a" },
    jobs,
  }) as Omit<Parameters<typeof workflow>[0], "on">;
  if (!spec.output) {
    return workflow({ ...common, on });
  }
  const read: Leaves<"value"> = [...start, ...jobs.map(({ result }) => result)];
  const outputs = { made: { description: "Made", value: text`made ${toText(spec.output, read)}` } };
  return reusableWorkflow({ ...common, on, call: caller, outputs });
}

/** The action that a specification describes; actions have no secrets, and their steps no time limits. */
export function toAction(spec: ActionSpec): CompositeAction {
  return compositeAction({
    path: "./.github/actions/generated",
    name: spec.name,
    description: spec.description,
    inputs: { "what-it-is": { description: "What", default: "x" }, other: { description: "Other", required: true } },
    define: ({ whatItIs, other }) => {
      const start: Leaves<"value"> = [github.refName, whatItIs, other];
      const steps: StepModel[] = [];
      for (const [at, step] of spec.steps.entries()) {
        steps.push(toStep({ ...step, timeout: undefined }, { index: at, planned: start, before: steps, secrets: [] }));
      }
      const [first, ...rest] = steps;
      const value = text`made ${toText(spec.output, [...start, runner.os, ...steps.map(({ outcome }) => outcome)])}`;
      return { steps: [first ?? run("none", sh`true`), ...rest], outputs: { made: { description: "Made", value } } };
    },
  }) as unknown as CompositeAction;
}
