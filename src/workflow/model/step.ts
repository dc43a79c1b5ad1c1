import { camelCase } from "../expression/camel-case.ts";
import { type Outputs, outputsOf } from "../expression/contexts.ts";
import { type Expression, expression, type StepCondition, type Text, type Value } from "../expression/expression.ts";
import type { Script } from "../expression/script.ts";
import type { Action, ActionInput, ActionInputs, ActionLocation } from "./action.ts";
import { requireGiven, requireId, seen } from "./given.ts";
import type { Ignore } from "./ignore.ts";
import { joinPermissions, type Permissions } from "./permissions.ts";
import { reference, type StepReference } from "./reference.ts";
import { refuseShape } from "./refuse-shape.ts";
import { stepShape } from "./shapes.ts";
import type { Shell } from "./shell.ts";
import { WorkflowDefinitionError } from "./workflow-definition-error.ts";

export type StepResult = "success" | "failure" | "cancelled" | "skipped";

/** What every step may say of itself. */
export interface StepOptions {
  /** What the run's page calls it. @default derived by GitHub from the command or the action */
  readonly name?: Text;
  readonly if?: StepCondition;
  readonly env?: Readonly<Record<string, Text>>;
  /** Whether the job goes on, and may succeed, when this step fails. @default false */
  readonly continueOnError?: Value<boolean>;
  /** Positive whole minutes. @default what is left of the job's */
  readonly timeoutMinutes?: Value<number>;
  /** What the step needs the job's token to be allowed; the job gets the union of its steps'. @default none */
  readonly permissions?: Permissions;
  /** Findings of zizmor that are accepted here; said behind `uses` or `run`. @default none */
  readonly ignores?: readonly Ignore[];
}

export type StepWork =
  | { readonly kind: "run"; readonly script: Script; readonly shell?: Shell; readonly workingDirectory?: Text }
  | {
      readonly kind: "uses";
      readonly location: ActionLocation;
      /** Under the names of the action.yml. */
      readonly inputs: Readonly<Record<string, ActionInput>>;
      /** The reason for an input that is safe only with one; becomes a comment beside it. */
      readonly reasons: Readonly<Record<string, string>>;
      /** What its action brings along. */
      readonly ignores: readonly Ignore[];
    };

/** A step, without the types of its outputs. */
export interface StepModel {
  readonly kind: "step";
  /** Its `id`, and the name by which it is found and replaced. Unique in its job. */
  readonly id: string;
  readonly reference: StepReference;
  /** The steps it took the place of: what referred to them refers to it. */
  readonly replaces: readonly StepReference[];
  readonly options: StepOptions;
  readonly work: StepWork;
  readonly outputNames: readonly string[];
  readonly permissions: Permissions;
  /** Its result before `continueOnError` is applied. */
  readonly outcome: Expression<StepResult>;
  /** Its result after `continueOnError` is applied. */
  readonly conclusion: Expression<StepResult>;
}

export interface Step<Output extends string = never> extends StepModel {
  readonly outputs: Outputs<Output>;
}

function step<Output extends string>(
  id: string,
  work: StepWork,
  names: readonly Output[],
  options: StepOptions,
  permissions: Permissions,
): Step<Output> {
  const self = reference("step", id);
  const status = (property: "outcome" | "conclusion") =>
    expression<StepResult>({ kind: "step-status", step: self, property });
  return {
    kind: "step",
    id,
    reference: self,
    replaces: [],
    options,
    work,
    permissions,
    outputNames: names,
    outcome: status("outcome"),
    conclusion: status("conclusion"),
    outputs: outputsOf(names, (output) => expression({ kind: "step-output", step: self, output })),
  };
}

export interface RunOptions<Output extends string> extends StepOptions {
  /** The names the script writes to `$GITHUB_OUTPUT`. @default none */
  readonly outputs?: readonly Output[];
  /** @default bash, with `-eo pipefail` */
  readonly shell?: Shell;
  /** From the root of the checkout. @default the root, or the job's default */
  readonly workingDirectory?: Text;
}

/** A step that runs a script. */
export function run<const Output extends string = never>(
  id: string,
  script: Script,
  options: RunOptions<Output> = {},
): Step<Output> {
  requireId("run", id, 'run("test", sh`npm test`)');
  if ((script as Partial<Script> | undefined)?.kind !== "script") {
    throw new WorkflowDefinitionError(
      `The step "${id}" has ${seen(script)} as its script. Write run("${id}", sh\`…\`), or script(command) for text that came from elsewhere.`,
    );
  }
  refuseShape(`step "${id}"`, options, stepShape);
  const { outputs = [], shell, workingDirectory, ...common } = options;
  requireGiven(Array.isArray(outputs), `\`outputs\` of step "${id}"`, outputs, 'a list of names: ["version"]');
  const place = workingDirectory === undefined ? {} : { workingDirectory };
  const work = { kind: "run", script, ...(shell ? { shell } : {}), ...place } as const;
  return step(id, work, outputs, common, common.permissions ?? {});
}

function nameInputs(action: Action, inputs: Readonly<Record<string, ActionInput | undefined>>) {
  const names = new Map(action.inputs.map((name) => [camelCase(name), name]));
  const given = Object.entries(inputs).filter((entry): entry is [string, ActionInput] => entry[1] !== undefined);
  const unknown = given.filter(([key]) => !names.has(key)).map(([key]) => key);
  const named = new Set(given.map(([key]) => key));
  const missing = action.required.filter((name) => !named.has(camelCase(name)));
  if (unknown.length > 0 || missing.length > 0) {
    const told = [
      unknown.length > 0 ? `has no input ${unknown.join(", ")}` : "",
      missing.length > 0 ? `needs ${missing.map((name) => camelCase(name)).join(", ")}` : "",
    ].filter(Boolean);
    throw new WorkflowDefinitionError(
      `${action.name} ${told.join(" and ")}. It takes ${[...names.keys()].join(", ")}.`,
    );
  }
  return Object.fromEntries(given.map(([key, value]) => [names.get(key) ?? key, value]));
}

export interface UsesOptions extends StepOptions {
  /** Why an input has an unusual value, by its name in camel case; becomes a comment beside it. */
  readonly reasons?: Readonly<Record<string, string>>;
}

type UsesArguments<Input extends string, Required extends Input> = [Required] extends [never]
  ? [inputs?: ActionInputs<Input, Required>, options?: UsesOptions]
  : [inputs: ActionInputs<Input, Required>, options?: UsesOptions];

/**
 * A step that uses an action.
 * @throws WorkflowDefinitionError when an input is unknown or a required one is missing (where types did not say so)
 */
export function uses<Input extends string, Required extends Input, Output extends string>(
  id: string,
  action: Action<Input, Required, Output>,
  ...[inputs, options = {}]: UsesArguments<Input, Required>
): Step<Output> {
  requireId("uses", id, 'uses("setup", actions.setupNode)');
  if ((action as Partial<Action> | undefined)?.kind !== "action") {
    throw new WorkflowDefinitionError(
      `The step "${id}" uses ${seen(action)}, which is no action. Take one of \`actions\`, or add it: npx tidegate pins add owner/name@v1.`,
    );
  }
  refuseShape(`step "${id}"`, options, stepShape);
  const { reasons = {}, ...common } = options;
  const names = new Map<string, string>(action.inputs.map((name) => [camelCase(name), name]));
  const work = {
    kind: "uses",
    location: action.location,
    inputs: nameInputs(action, (inputs ?? {}) as Readonly<Record<string, ActionInput | undefined>>),
    reasons: Object.fromEntries(Object.entries(reasons).map(([key, why]) => [names.get(key) ?? key, why])),
    ignores: action.ignores,
  } as const;
  return step(id, work, action.outputs, common, joinPermissions(action.permissions, common.permissions));
}
