import type { CallSite } from "../../errors/call-site.ts";
import { type Outputs, outputsOf } from "../expression/contexts.ts";
import { type Expression, expression, type Scope, type Text } from "../expression/expression.ts";
import { type Action, type ActionLocation, localAction } from "./action.ts";
import { requireGiven, requireOption, seen } from "./given.ts";
import { joinPermissions, type Permissions } from "./permissions.ts";
import { reference, type TriggerReference } from "./reference.ts";
import {
  anyText,
  anything,
  foldersOf,
  mapOf,
  optional,
  refuseShape,
  type Shape,
  shapedAs,
  words,
} from "./refuse-shape.ts";
import type { StepModel } from "./step.ts";
import { WorkflowDefinitionError } from "./workflow-definition-error.ts";

/** What an action can be given; always text. */
export interface CompositeInput {
  readonly description: string;
  /** Whether a use without it does not compile; ignored where there is a default. @default false */
  readonly required?: boolean;
  readonly default?: string;
  /** Shown to who still gives it. */
  readonly deprecationMessage?: string;
}

/** By the name in the `action.yml`. */
type CompositeInputs = Readonly<Record<string, CompositeInput>>;

type ActionScope = Exclude<Scope, "condition" | "secrets" | "hash">;

export interface CompositeOutput {
  readonly description: string;
  /** Of one of its steps. */
  readonly value: Text<ActionScope>;
}

/** How the marketplace shows it. */
export interface Branding {
  readonly icon: string;
  readonly color: "white" | "black" | "yellow" | "blue" | "green" | "orange" | "red" | "purple" | "gray-dark";
}

interface CompositeBody<Output extends string> {
  readonly steps: readonly [StepModel, ...StepModel[]];
  readonly outputs?: { readonly [O in Output]: CompositeOutput };
}

export interface CompositeActionOptions<I extends CompositeInputs, Output extends string> {
  /** The folder its `action.yml` goes to, from the root of the repository: `./.github/actions/setup`. */
  readonly path: `./${string}`;
  readonly name: string;
  readonly description: string;
  readonly author?: string;
  readonly branding?: Branding;
  /** By the name in the `action.yml`. @default none */
  readonly inputs?: I;
  /** What it does, given expressions for its inputs in camel case. It has no secrets: pass them as inputs. */
  readonly define: (inputs: Outputs<keyof I & string>) => CompositeBody<Output>;
}

const compositeShape: Shape<CompositeActionOptions<CompositeInputs, string>> = {
  path: anything,
  name: words,
  description: anyText,
  author: optional(anyText),
  branding: optional(shapedAs<Branding>('{ icon: "anchor", color: "blue" }', { icon: words, color: words })),
  inputs: optional(
    mapOf(
      '{ version: { description: "Which" } }',
      shapedAs<CompositeInput>('{ description: "Which" }', {
        description: anyText,
        required: anything,
        default: anything,
        deprecationMessage: optional(anyText),
      }),
    ),
  ),
  define: anything,
};

/** A composite action as data. */
export interface CompositeModel {
  readonly reference: TriggerReference;
  readonly path: string;
  readonly name: string;
  readonly description: string;
  readonly author?: string;
  readonly branding?: Branding;
  readonly inputs: CompositeInputs;
  readonly outputs: Readonly<Record<string, CompositeOutput>>;
  readonly steps: readonly StepModel[];
  readonly source: CallSite | undefined;
}

type RequiredOf<I> = {
  [K in keyof I]: I[K] extends { readonly default: string }
    ? never
    : I[K] extends { readonly required: true }
      ? K
      : never;
}[keyof I];

/** An action made of steps; it can be used like any other, and brings along what its steps need. */
export type CompositeAction<I extends CompositeInputs = CompositeInputs, Output extends string = string> = Action<
  keyof I & string,
  RequiredOf<I> & keyof I & string,
  Output
> & { readonly model: CompositeModel };

function permissionsOf(steps: readonly StepModel[]): Permissions {
  return steps.reduce<Permissions>((all, { permissions }) => joinPermissions(all, permissions), {});
}

const models = new WeakMap<ActionLocation, CompositeModel>();

/** The composite action that a step uses, where it is one that TypeScript defines. */
export function compositeAt(location: ActionLocation): CompositeModel | undefined {
  return models.get(location);
}

function refuseGiven<I extends CompositeInputs, Output extends string>(given: CompositeActionOptions<I, Output>): void {
  requireOption("compositeAction(…)", given, "path", '"./.github/actions/setup"');
  const { define, name, path } = given;
  const write = "a function: () => ({ steps: [ … ] })";
  requireGiven(typeof define === "function", `\`define\` of the action "${name}"`, define, write);
  refuseShape(`the action "${name}"`, given, compositeShape);
  if (foldersOf(path) === undefined) {
    throw new WorkflowDefinitionError(
      `The action "${name}" is at ${seen(path)}. Write a folder of this repository, without "..": ./.github/actions/setup.`,
    );
  }
}

/** What it does, with expressions for its inputs. */
function bodyOf<I extends CompositeInputs, Output extends string>(
  { name, inputs, define }: CompositeActionOptions<I, Output>,
  self: TriggerReference,
): CompositeBody<Output> {
  const names = Object.keys(inputs ?? {}) as (keyof I & string)[];
  const read = (input: string): Expression<string> => expression({ kind: "input", trigger: self, name: input });
  const made: Partial<CompositeBody<Output>> | undefined = define(outputsOf(names, read));
  const write = "({ steps: [ … ] }), each made by run(…) or uses(…)";
  requireGiven(Array.isArray(made?.steps), `What \`define\` of the action "${name}" gives`, made, write);
  return made as CompositeBody<Output>;
}

const isRequired = ({ required, default: fallback }: CompositeInput) => required === true && fallback === undefined;

/**
 * Steps that several jobs or workflows share, as an action of this repository.
 * @throws WorkflowDefinitionError when the path leads out of the repository
 * @example
 * const setup = compositeAction({
 *   path: "./.github/actions/setup", name: "Set up", description: "Installs what every job needs",
 *   inputs: { "node-version": { description: "Which Node", default: "24" } },
 *   define: ({ nodeVersion }) => ({ steps: [uses("node", actions.setupNode, { nodeVersion }), run("install", sh`npm ci`)] }),
 * });
 * job("test", { …, steps: [checkout(), uses("setup", setup)] });
 */
export function compositeAction<
  const I extends CompositeInputs = Readonly<Record<never, never>>,
  const Output extends string = never,
>(given: CompositeActionOptions<I, Output>): CompositeAction<I, Output> {
  refuseGiven(given);
  const { define, inputs: definitions = {} as I, ...options } = given;
  const self = reference("trigger", options.name);
  const { steps, outputs = {} } = bodyOf(given, self);
  const inputs = Object.entries<CompositeInput>(definitions);
  const action = localAction({
    name: options.name,
    path: options.path,
    inputs: inputs.map(([name]) => name),
    required: inputs.filter(([, input]) => isRequired(input)).map(([name]) => name),
    outputs: Object.keys(outputs),
    permissions: permissionsOf(steps),
  });
  const model = { ...options, reference: self, inputs: definitions, outputs, steps, source: self.source };
  models.set(action.location, model);
  return { ...(action as CompositeAction<I, Output>), model };
}
