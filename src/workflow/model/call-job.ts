import { type Expression, expression, type JobScope, type Text, type Value } from "../expression/expression.ts";
import type { Callee } from "./callee.ts";
import { isMap, requireGiven, requireId } from "./given.ts";
import type { InputType, RequiredInputs } from "./input.ts";
import { type CallJobModel, type CallJobOptions, type CommonJobOptions, jobOutputs } from "./job.ts";
import { reference } from "./reference.ts";
import { refuseShape } from "./refuse-shape.ts";
import { callShape } from "./shapes.ts";
import type { CallInputs, CallSecrets } from "./workflow-call.ts";
import { WorkflowDefinitionError } from "./workflow-definition-error.ts";

type InputValue<T> = [T] extends [string] ? Text<JobScope> : Value<T, JobScope>;
type PassedInputs<I extends CallInputs> = {
  readonly [K in RequiredInputs<I>]: InputValue<InputType<I[K]>>;
} & { readonly [K in Exclude<keyof I, RequiredInputs<I>>]?: InputValue<InputType<I[K]>> };

type RequiredSecrets<S> = {
  [K in keyof S]: S[K] extends { readonly required: true } ? K : never;
}[keyof S];
/** Never a literal: that would be no secret. */
type SecretValue = Expression<string, JobScope | "secrets">;
type PassedSecrets<S extends CallSecrets> = { readonly [K in RequiredSecrets<S>]: SecretValue } & {
  readonly [K in Exclude<keyof S, RequiredSecrets<S>>]?: SecretValue;
};

type Given<Name extends string, Values, Required> = [Required] extends [never]
  ? { readonly [N in Name]?: Values }
  : { readonly [N in Name]: Values };

/**
 * What a call can say: GitHub allows it no environment, no time limit, no variables and no runner; those are the called
 * workflow's. All secrets at once are passed on only with a reason.
 */
export type CallOptions<I extends CallInputs, S extends CallSecrets> = CommonJobOptions &
  Given<"with", PassedInputs<I>, RequiredInputs<I>> &
  (
    | (Given<"secrets", PassedSecrets<S>, RequiredSecrets<S>> & { readonly inheritSecrets?: never })
    | { readonly secrets?: never; readonly inheritSecrets: { readonly why: string } }
  );

export interface CallJob<Output extends string = string> extends CallJobModel {
  /** What the called workflow gives, under its own names; reading one makes a job need this one. */
  readonly outputs: { readonly [K in Output]: Expression<string> };
}

interface Callable<I extends CallInputs, S extends CallSecrets, Output extends string> {
  readonly callee: Callee<I, S, Output>;
}

function refuseUnknown(
  what: string,
  given: object,
  known: Readonly<Record<string, { readonly required?: boolean }>>,
  id: string,
): void {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(known, name));
  const missing = Object.keys(known).filter((name) => known[name]?.required && !Object.hasOwn(given, name));
  if (unknown.length > 0 || missing.length > 0) {
    const told = [
      unknown.length > 0 ? `has no ${what} ${unknown.join(", ")}` : "",
      missing.length > 0 ? `needs the ${what} ${missing.join(", ")}` : "",
    ].filter(Boolean);
    const names = Object.keys(known).join(", ") || "none";
    throw new WorkflowDefinitionError(`What job "${id}" calls ${told.join(" and ")}. It takes: ${names}.`);
  }
}

function withoutUndefined<T>(values: Readonly<Record<string, T | undefined>> = {}): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, T] => entry[1] !== undefined));
}

function calleeOf<I extends CallInputs, S extends CallSecrets, Output extends string>(
  id: string,
  called: Callable<I, S, Output> | Callee<I, S, Output>,
): Callee<I, S, Output> {
  const isCallee = isMap(called) && ("callee" in called || called.kind === "callee");
  const write = "a reusableWorkflow(…), localWorkflow(…) or remoteWorkflow(…)";
  requireGiven(isCallee, `What job "${id}" calls`, called, write);
  return "callee" in called ? called.callee : called;
}

/** The options as any call has them, whatever it calls. */
type AnyCallOptions = CommonJobOptions & {
  readonly with?: CallJobOptions["inputs"];
  readonly secrets?: CallJobOptions["secrets"];
  readonly inheritSecrets?: { readonly why: string };
};

function toOptions({ with: inputs, secrets, inheritSecrets, ...common }: AnyCallOptions): CallJobOptions {
  return {
    ...common,
    inputs: withoutUndefined(inputs),
    secrets: withoutUndefined(secrets),
    ...(inheritSecrets ? { inheritSecrets: inheritSecrets.why } : {}),
  };
}

/**
 * A job that is another workflow. It passes on the permissions that the called workflow's jobs need.
 * @example
 * const deployed = call("deploy", deploy, { name: "Deploy", with: { version: "1.4.0" } });
 * // and sh`curl ${deployed.outputs.url}` in another job, which then needs this one
 * @throws WorkflowDefinitionError when an input or secret is unknown or missing (where types did not say so)
 */
export function call<I extends CallInputs, S extends CallSecrets, Output extends string>(
  id: string,
  called: Callable<I, S, Output> | Callee<I, S, Output>,
  given: CallOptions<I, S>,
): CallJob<Output> {
  requireId("call", id, 'call("deploy", deploy, { name: "Deploy", … })');
  refuseShape(`job "${id}"`, given, callShape);
  const callee = calleeOf(id, called);
  const options = toOptions(given as AnyCallOptions);
  refuseUnknown("input", options.inputs, callee.inputs, id);
  if (options.inheritSecrets === undefined) {
    refuseUnknown("secret", options.secrets, callee.secrets, id);
  }
  const self = reference("job", id);
  return {
    kind: "call",
    id,
    reference: self,
    replaces: [],
    callee,
    options,
    result: expression({ kind: "job-result", job: self }),
    outputs: jobOutputs(self, callee.outputs) as CallJob<Output>["outputs"],
  };
}
