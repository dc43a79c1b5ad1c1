import { type Expression, expression } from "../expression/expression.ts";
import { reference, type TriggerReference } from "./reference.ts";

interface InputCommon<T> {
  readonly description: string;
  /** Whether a run cannot be started without it. @default false */
  readonly required?: boolean;
  readonly default?: T;
}

/** One field of the form behind *Run workflow*. */
export type DispatchInput<T = unknown> = { readonly valueType?: T } & (
  | ({ readonly type: "string" | "environment" } & InputCommon<string>)
  | ({ readonly type: "boolean" } & InputCommon<boolean>)
  | ({ readonly type: "number" } & InputCommon<number>)
  | ({ readonly type: "choice"; readonly options: readonly string[] } & InputCommon<string>)
);

type DispatchInputs = Readonly<Record<string, DispatchInput>>;
type InputType<I> = I extends { readonly valueType?: infer T } ? Exclude<T, undefined> : never;

/** The fields a form can have. */
export const input = {
  string: (options: InputCommon<string>): DispatchInput<string> => ({ type: "string", ...options }),
  boolean: (options: InputCommon<boolean>): DispatchInput<boolean> => ({ type: "boolean", ...options }),
  number: (options: InputCommon<number>): DispatchInput<number> => ({ type: "number", ...options }),
  /** The environments of the repository, as a list to choose from. */
  environment: (options: InputCommon<string>): DispatchInput<string> => ({ type: "environment", ...options }),
  choice: <const Option extends string>(
    options: InputCommon<NoInfer<Option>> & { readonly options: readonly [Option, ...Option[]] },
  ): DispatchInput<Option> => ({ type: "choice", ...options }),
} as const;

export interface DispatchModel {
  readonly kind: "workflow-dispatch";
  readonly reference: TriggerReference;
  readonly definitions: DispatchInputs;
}

export interface Dispatch<I extends DispatchInputs> extends DispatchModel {
  /** What the person who started the run chose. */
  readonly inputs: { readonly [K in keyof I]: Expression<InputType<I[K]>> };
}

/**
 * *Run workflow* with a form of at most 25 fields, whose values the workflow reads from `inputs`.
 * @example
 * const dispatch = workflowDispatch({ version: input.string({ description: "Which version", required: true }) });
 * workflow({ on: { workflow_dispatch: dispatch }, … });  // and sh`echo ${dispatch.inputs.version}` in its jobs
 */
export function workflowDispatch<const I extends DispatchInputs>(definitions: I): Dispatch<I> {
  const self = reference("trigger", "workflow_dispatch");
  const inputs = Object.keys(definitions).map((name) => [name, expression({ kind: "input", trigger: self, name })]);
  return {
    kind: "workflow-dispatch",
    reference: self,
    definitions,
    inputs: Object.fromEntries(inputs) as Dispatch<I>["inputs"],
  };
}
