import type { Value } from "../expression/expression.ts";
import { anything, refuseShape, type Shape } from "./refuse-shape.ts";

export interface InputCommon<T, Required extends boolean> {
  readonly description: string;
  /** Whether a run cannot be started, or a workflow called, without it. @default false */
  readonly required?: Required;
  readonly default?: T;
}

interface ChoiceOptions<Option extends string, Required extends boolean>
  extends InputCommon<NoInfer<Option>, Required> {
  readonly options: readonly [Option, ...Option[]];
}

export interface Typed<T, Required extends boolean> {
  readonly valueType?: T;
  readonly requiredType?: Required;
}

/** What a workflow can be called with. */
export type CallInput<T = unknown, Required extends boolean = boolean> = Typed<T, Required> &
  (
    | ({ readonly type: "string" } & InputCommon<Value<string, "value">, boolean>)
    | ({ readonly type: "boolean" } & InputCommon<Value<boolean, "value">, boolean>)
    | ({ readonly type: "number" } & InputCommon<Value<number, "value">, boolean>)
  );

/** One field of the form behind *Run workflow*. */
export type DispatchInput<T = unknown, Required extends boolean = boolean> = Typed<T, Required> &
  (
    | ({ readonly type: "string" | "environment" } & InputCommon<string, boolean>)
    | ({ readonly type: "boolean" } & InputCommon<boolean, boolean>)
    | ({ readonly type: "number" } & InputCommon<number, boolean>)
    | ({ readonly type: "choice"; readonly options: readonly string[] } & InputCommon<string, boolean>)
  );

/** Text, a boolean or a number, which both a form and a call can have. */
type SharedInput<T, Required extends boolean, Name extends string> = Typed<T, Required> & {
  readonly type: Name;
} & InputCommon<T, boolean>;

/** What the value of an input is. */
export type InputType<I> = I extends { readonly valueType?: infer T } ? Exclude<T, undefined> : never;

/** The names of the inputs that must be given. */
export type RequiredInputs<I> = {
  [K in keyof I]: I[K] extends { readonly requiredType?: infer R }
    ? [R] extends [true | undefined]
      ? K
      : never
    : never;
}[keyof I];

const commonShape = {
  description: anything,
  required: anything,
  default: anything,
} satisfies Shape<InputCommon<unknown, boolean>>;
const choiceShape = { ...commonShape, options: anything } satisfies Shape<ChoiceOptions<string, boolean>>;

/** The options of an input as they are, once each is one. */
function sound<Options extends object>(type: keyof typeof input, options: Options): Options {
  refuseShape<object>(`input.${type}(…)`, options, type === "choice" ? choiceShape : commonShape);
  return options;
}

/** What can be asked of who starts a run, or who calls the workflow (strings, booleans and numbers only). */
export const input = {
  string: <const R extends boolean = false>(options: InputCommon<string, R>): SharedInput<string, R, "string"> => ({
    type: "string",
    ...sound("string", options),
  }),
  boolean: <const R extends boolean = false>(options: InputCommon<boolean, R>): SharedInput<boolean, R, "boolean"> => ({
    type: "boolean",
    ...sound("boolean", options),
  }),
  number: <const R extends boolean = false>(options: InputCommon<number, R>): SharedInput<number, R, "number"> => ({
    type: "number",
    ...sound("number", options),
  }),
  /** The environments of the repository, as a list to choose from. */
  environment: <const R extends boolean = false>(options: InputCommon<string, R>): DispatchInput<string, R> => ({
    type: "environment",
    ...sound("environment", options),
  }),
  choice: <const Option extends string, const R extends boolean = false>(
    options: ChoiceOptions<Option, R>,
  ): DispatchInput<Option, R> => ({ type: "choice", ...sound("choice", options) }),
} as const;
