import { type Expression, expression } from "../expression/expression.ts";
import { requireDefinitions } from "./given.ts";
import type { DispatchInput, InputType } from "./input.ts";
import { reference, type TriggerReference } from "./reference.ts";

type DispatchInputs = Readonly<Record<string, DispatchInput>>;

export interface DispatchModel {
  readonly kind: "trigger";
  readonly name: "workflow_dispatch";
  readonly reference: TriggerReference;
  readonly definitions: DispatchInputs;
}

export interface Dispatch<I extends DispatchInputs> extends DispatchModel {
  /** What the person who started the run chose. */
  readonly inputs: { readonly [K in keyof I]: Expression<InputType<I[K]>> };
}

/** An expression for each input of a trigger. */
export function inputsOf<I extends object>(
  definitions: I,
  trigger: TriggerReference,
): { readonly [K in keyof I]: Expression<InputType<I[K]>> } {
  const inputs = Object.keys(definitions).map((name) => [name, expression({ kind: "input", trigger, name })]);
  return Object.fromEntries(inputs);
}

/**
 * *Run workflow* with a form of at most 25 fields, whose values the workflow reads from `inputs`.
 * @example
 * const dispatch = workflowDispatch({ version: input.string({ description: "Which version", required: true }) });
 * workflow({ on: { workflow_dispatch: dispatch }, … });  // and sh`echo ${dispatch.inputs.version}` in its jobs
 */
export function workflowDispatch<const I extends DispatchInputs>(definitions: I): Dispatch<I> {
  requireDefinitions("workflowDispatch(…)", definitions);
  const self = reference("trigger", "workflow_dispatch");
  return {
    kind: "trigger",
    name: "workflow_dispatch",
    reference: self,
    definitions,
    inputs: inputsOf(definitions, self),
  };
}
