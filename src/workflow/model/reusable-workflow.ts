import type { Callee } from "./callee.ts";
import type { Concurrency } from "./concurrency.ts";
import { isMap, requireGiven } from "./given.ts";
import { selfRepository } from "./ignore.ts";
import { reference } from "./reference.ts";
import { refuseShape } from "./refuse-shape.ts";
import { reusableShape } from "./shapes.ts";
import type { AnyTrigger, Triggers } from "./triggers.ts";
import { type Workflow, type WorkflowOptions, type WorkflowOutput, workflowOf } from "./workflow.ts";
import type { CallInputs, CallSecrets, CallTrigger } from "./workflow-call.ts";

type WorkflowOutputs = Readonly<Record<string, WorkflowOutput>>;

export interface ReusableWorkflowOptions<I extends CallInputs, S extends CallSecrets, O extends WorkflowOutputs>
  extends Omit<WorkflowOptions, "on" | "concurrency"> {
  /** What it is called with. */
  readonly call: CallTrigger<I, S>;
  /** What else starts it. @default nothing */
  readonly on?: Triggers | readonly AnyTrigger[];
  /** Its group must not be its caller's, who would wait for itself. @default its caller's */
  readonly concurrency?: Concurrency;
  /** What it gives to its caller. @default nothing */
  readonly outputs?: O;
}

/** A workflow that other workflows call as a job. */
export interface ReusableWorkflow<
  I extends CallInputs = CallInputs,
  S extends CallSecrets = CallSecrets,
  Output extends string = string,
> extends Workflow {
  readonly callee: Callee<I, S, Output>;
}

type None = Readonly<Record<never, never>>;

function allTriggers(called: AnyTrigger, others: Triggers | readonly AnyTrigger[]): Triggers | readonly AnyTrigger[] {
  return Array.isArray(others) ? [called, ...(others as readonly AnyTrigger[])] : { workflow_call: called, ...others };
}

/**
 * A workflow file that other workflows call.
 * @example
 * const called = workflowCall({ inputs: { version: input.string({ description: "Which", required: true }) } });
 * const deploy = reusableWorkflow({ file: "deploy", call: called, jobs: [release], outputs: { url: { value: release.outputs.url } }, … });
 * const deployed = call("deploy", deploy, { name: "Deploy", with: { version: "1.4.0" } });
 */
export function reusableWorkflow<I extends CallInputs, S extends CallSecrets, const O extends WorkflowOutputs = None>(
  given: ReusableWorkflowOptions<I, S, O>,
): ReusableWorkflow<I, S, keyof O & string> {
  requireGiven(isMap(given), "What reusableWorkflow(…) is given", given, 'its options: { file: "deploy", call, … }');
  const { call, on = {}, ...options } = given;
  refuseShape(
    options.file ? `workflow "${options.file}"` : "the workflow",
    { file: undefined, call: undefined, jobs: undefined, ...(given as object) },
    reusableShape,
  );
  const { source } = reference("workflow", options.file);
  const workflow = workflowOf({
    ...options,
    on: allTriggers(call, on),
    patches: [],
    deadChanges: [],
    removals: [],
    source,
  });
  const callee: Callee<I, S, keyof O & string> = {
    kind: "callee",
    location: { kind: "local", path: `./.github/workflows/${options.file}.yml` },
    inputs: call.inputDefinitions as I,
    secrets: call.secretDefinitions as S,
    outputs: Object.keys(options.outputs ?? {}),
    permissions: {},
    ignores: [selfRepository],
    workflow,
  };
  return Object.defineProperty(workflow, "callee", { value: callee, enumerable: true }) as ReusableWorkflow<
    I,
    S,
    keyof O & string
  >;
}
