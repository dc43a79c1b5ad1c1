import { requireGiven } from "../model/given.ts";
import type { JobReference, MatrixReference, StepReference, TriggerReference } from "../model/reference.ts";
import { WorkflowDefinitionError } from "../model/workflow-definition-error.ts";

/**
 * What an expression reads that is not there everywhere; an option takes only what GitHub has at that place.
 * `value`: the run, inputs, variables, and outputs of jobs and steps, whose order is checked at synth. `matrix`: the
 * job's combination. `runner`: what is known once the job runs. `condition`: status functions (`always()`, …), which
 * mean something only in an `if`. @see https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#context-availability
 */
export type Scope = "value" | "matrix" | "secrets" | "env" | "runner" | "hash" | "condition";

/** What a step can read. */
export type StepScope = Exclude<Scope, "condition">;

/** What there is before the job runs: in its name, runner, environment, concurrency. */
export type JobScope = "value" | "matrix";

/** What the outputs of a job can read. */
export type OutputScope = Exclude<StepScope, "hash">;

export type Literal = string | number | boolean | null;

/** What stands for something that has to exist elsewhere in the workflow; resolved when the workflow is rendered. */
export type ReferenceNode =
  | { readonly kind: "step-output"; readonly step: StepReference; readonly output: string }
  | { readonly kind: "step-status"; readonly step: StepReference; readonly property: "outcome" | "conclusion" }
  | { readonly kind: "job-output"; readonly job: JobReference; readonly output: string }
  | { readonly kind: "job-result"; readonly job: JobReference }
  | { readonly kind: "matrix"; readonly matrix: MatrixReference; readonly key: string }
  | { readonly kind: "input"; readonly trigger: TriggerReference; readonly name: string }
  | { readonly kind: "event"; readonly trigger: TriggerReference; readonly path: readonly string[] }
  | { readonly kind: "call-secret"; readonly trigger: TriggerReference; readonly name: string };

export type Operator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "&&" | "||";

export type ExpressionNode =
  | ReferenceNode
  | { readonly kind: "literal"; readonly value: Literal }
  | { readonly kind: "context"; readonly path: readonly string[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly ExpressionNode[] }
  /** `target.key`, `target[key]`; without a key `target.*`, of each item. */
  | { readonly kind: "property"; readonly target: ExpressionNode; readonly key: ExpressionNode | undefined }
  | { readonly kind: "status"; readonly name: "always" | "success" | "failure" | "cancelled" }
  | { readonly kind: "not"; readonly operand: ExpressionNode }
  | { readonly kind: "operator"; readonly operator: Operator; readonly operands: readonly ExpressionNode[] }
  | { readonly kind: "text"; readonly parts: readonly (string | ExpressionNode)[] };

declare const valueType: unique symbol;
declare const scopeType: unique symbol;

/** A value GitHub computes while the workflow runs. `T` is what it will be; `S` is what it reads, hence where it may stand. */
export interface Expression<T = unknown, S extends Scope = "value"> {
  readonly kind: "expression";
  readonly node: ExpressionNode;
  readonly [valueType]?: T;
  readonly [scopeType]?: S;
}

/** What a job's `if` takes: a boolean, so that the string `'false'`, which GitHub holds for true, cannot slip in. */
export type Condition = Expression<boolean, "value" | "condition">;

/** What a step's `if` takes: what a job's does, and what is known once the job runs; no secrets. */
export type StepCondition = Expression<boolean, Exclude<Scope, "secrets">>;

/** Plain text, or text GitHub computes. */
export type Text<S extends Scope = StepScope> = string | Expression<string | number | boolean, S>;

/** A plain value, or an expression that will be one. */
export type Value<T, S extends Scope = StepScope> = T | Expression<T, S>;

/** What an operator works on. */
export type Operand = Literal | Expression<unknown, Scope>;

/** What an operand is. */
export type ValueOf<V> = V extends Expression<infer T, Scope> ? T : V;

/** What an expression reads. */
export type ScopeOf<E> = E extends Expression<unknown, infer S> ? S : never;

function refuseText(): never {
  throw new WorkflowDefinitionError(
    "An expression was put into a plain string, where GitHub would read its text as code. " +
      "In a script write run(id, sh`… ${value}`); in a name or a URL write text`… ${value}`.",
  );
}

export function expression<T, S extends Scope = "value">(node: ExpressionNode): Expression<T, S> {
  const value: Expression<T, S> = { kind: "expression", node };
  Object.defineProperty(value, Symbol.toPrimitive, { value: refuseText });
  return value;
}

export function isExpression(value: unknown): value is Expression<unknown, Scope> {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "expression";
}

const isLiteral = (value: unknown): value is Literal =>
  value === null || ["string", "number", "boolean"].includes(typeof value);

/**
 * The node of an operand: expressions as they are, plain values as literals.
 * @throws WorkflowDefinitionError when it is neither, which types would have said
 */
export function toNode(value: Literal | Expression<unknown, Scope>): ExpressionNode {
  requireGiven(
    isExpression(value) || isLiteral(value),
    "A value of an expression",
    value,
    "an expression, text, a number, true, false or null",
  );
  return isExpression(value) ? value.node : { kind: "literal", value };
}

/**
 * The node of what must be computed.
 * @param of which function takes it: `not`
 * @throws WorkflowDefinitionError when it is a plain value, which types would have said
 */
export function nodeOf(value: Expression<unknown, Scope>, of: string): ExpressionNode {
  requireGiven(isExpression(value), `What ${of}(…) takes`, value, "an expression: github.ref, an output, an input");
  return value.node;
}

/**
 * The value of a template.
 * @param before what stands before it there
 * @throws WorkflowDefinitionError when there is none, which types would have said
 */
export function present<T>(value: T | undefined | null, before: string): T {
  if (value === undefined || value === null) {
    throw new WorkflowDefinitionError(
      `The value after ${JSON.stringify(before.slice(-40))} is ${value}. Perhaps it is an output that its step or its job does not declare, or an input that is called otherwise.`,
    );
  }
  return value;
}

/**
 * Text with expressions in it, for names, URLs, environment variables and inputs of actions; never for a script.
 * @example text`Deploy ${inputs.version} to ${inputs.environment}`
 */
export function text<const V extends readonly (string | number | Expression<string | number | boolean, StepScope>)[]>(
  strings: TemplateStringsArray,
  ...values: V
): Expression<string, ScopeOf<V[number]> | "value"> {
  requireGiven(Array.isArray(strings), "What text is given", strings, "a template: text`Deploy ${version}`");
  const parts: (string | ExpressionNode)[] = [strings[0] ?? ""];
  for (const [index, value] of values.entries()) {
    const literal = strings[index + 1] ?? "";
    present(value, strings[index] ?? "");
    if (isExpression(value)) {
      parts.push(value.node, literal);
    } else {
      requireGiven(
        typeof value !== "object" && typeof value !== "function" && typeof value !== "symbol",
        `The value after ${JSON.stringify((strings[index] ?? "").slice(-40))}`,
        value,
        "an expression, text or a number",
      );
      // With what stands before it: only together can they be seen to form an expression.
      parts.push(`${parts.pop()}${value}${literal}`);
    }
  }
  return expression({ kind: "text", parts });
}
