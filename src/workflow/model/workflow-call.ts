import { type Expression, expression } from "../expression/expression.ts";
import { inputsOf } from "./dispatch.ts";
import { isMap, requireDefinitions, requireGiven } from "./given.ts";
import type { CallInput, InputType } from "./input.ts";
import { reference, type TriggerReference } from "./reference.ts";
import { anything, refuseShape } from "./refuse-shape.ts";

/** A secret that a workflow is called with. */
export interface CallSecret<Required extends boolean = boolean> {
  readonly description?: string;
  /** @default false: it is empty when the caller does not pass it */
  readonly required?: Required;
}

export type CallInputs = Readonly<Record<string, CallInput>>;
export type CallSecrets = Readonly<Record<string, CallSecret>>;

export interface CallTriggerModel {
  readonly kind: "trigger";
  readonly name: "workflow_call";
  readonly reference: TriggerReference;
  readonly inputDefinitions: CallInputs;
  readonly secretDefinitions: CallSecrets;
}

export interface CallTrigger<I extends CallInputs = CallInputs, S extends CallSecrets = CallSecrets>
  extends CallTriggerModel {
  /** What the caller passes. */
  readonly inputs: { readonly [K in keyof I]: Expression<InputType<I[K]>> };
  readonly secrets: { readonly [K in keyof S]: Expression<string, "secrets"> };
}

interface CallTriggerOptions<I extends CallInputs, S extends CallSecrets> {
  readonly inputs?: I;
  readonly secrets?: S;
}

type None = Readonly<Record<never, never>>;

/**
 * What other workflows call this one with; give it to {@link reusableWorkflow}.
 * @example
 * const called = workflowCall({ inputs: { version: input.string({ description: "Which", required: true }) } });
 */
export function workflowCall<const I extends CallInputs = None, const S extends CallSecrets = None>(
  options: CallTriggerOptions<I, S> = {},
): CallTrigger<I, S> {
  requireGiven(
    isMap(options),
    "What workflowCall(…) is given",
    options,
    "workflowCall({ inputs: { … }, secrets: { … } })",
  );
  refuseShape("workflowCall(…)", options, { inputs: anything, secrets: anything });
  const { inputs, secrets } = options;
  for (const definitions of [inputs ?? {}, secrets ?? {}]) {
    requireDefinitions("workflowCall(…)", definitions);
  }
  const self = reference("trigger", "workflow_call");
  const names = Object.keys(secrets ?? {});
  const read = names.map((name) => [name, expression({ kind: "call-secret", trigger: self, name })]);
  return {
    kind: "trigger",
    name: "workflow_call",
    reference: self,
    inputDefinitions: inputs ?? {},
    secretDefinitions: secrets ?? {},
    inputs: inputsOf((inputs ?? {}) as I, self),
    secrets: Object.fromEntries(read) as CallTrigger<I, S>["secrets"],
  };
}
