import {
  type Condition,
  type Expression,
  expression,
  type Literal,
  type Operator,
  type Scope,
  toNode,
} from "./expression.ts";

type Operand<T = unknown> = Literal | Expression<T, Scope>;
type ScopeOf<E> = E extends Expression<unknown, infer S> ? S : never;
type Comparable<T> = T extends string ? T : T extends number ? T : T extends boolean ? T : Literal;

function operator<S extends Scope>(name: Operator, operands: readonly Operand[]): Expression<boolean, S> {
  return expression({ kind: "operator", operator: name, operands: operands.map(toNode) });
}

function call<T>(name: string, ...args: readonly Operand[]): Expression<T> {
  return expression({ kind: "call", name, args: args.map(toNode) });
}

/** Equal as GitHub compares: strings without regard to case, unlike types as numbers. */
export function eq<T>(left: Expression<T>, right: NoInfer<Comparable<T> | Expression<T>>): Expression<boolean> {
  return operator("==", [left, right]);
}

/** Not equal; see {@link eq} for how GitHub compares. */
export function ne<T>(left: Expression<T>, right: NoInfer<Comparable<T> | Expression<T>>): Expression<boolean> {
  return operator("!=", [left, right]);
}

export function lessThan(left: Expression<number>, right: number | Expression<number>): Expression<boolean> {
  return operator("<", [left, right]);
}

export function greaterThan(left: Expression<number>, right: number | Expression<number>): Expression<boolean> {
  return operator(">", [left, right]);
}

/** All of them. May stand where the strictest of its operands may stand. */
export function and<const C extends readonly [Condition, ...Condition[]]>(
  ...conditions: C
): Expression<boolean, ScopeOf<C[number]>> {
  return operator("&&", conditions);
}

/** At least one of them. May stand where the strictest of its operands may stand. */
export function or<const C extends readonly [Condition, ...Condition[]]>(
  ...conditions: C
): Expression<boolean, ScopeOf<C[number]>> {
  return operator("||", conditions);
}

export function not<S extends Scope>(condition: Expression<boolean, S>): Expression<boolean, S> {
  return expression({ kind: "not", operand: condition.node });
}

/** Whether an array has the item. For "is it one of these strings" write {@link oneOf}: `contains('a b', x)` is a trap. */
export function contains<T extends Literal>(
  array: Expression<readonly T[]>,
  item: T | Expression<T>,
): Expression<boolean> {
  return call("contains", array, item);
}

/** Whether the value is one of a fixed list. */
export function oneOf<T extends string | number>(
  value: Expression<T>,
  candidates: readonly NoInfer<T>[],
): Expression<boolean> {
  return call("contains", call("fromJSON", JSON.stringify(candidates)), value);
}

export function startsWith(value: Expression<string>, prefix: string | Expression<string>): Expression<boolean> {
  return call("startsWith", value, prefix);
}

export function endsWith(value: Expression<string>, suffix: string | Expression<string>): Expression<boolean> {
  return call("endsWith", value, suffix);
}

/** `{0}`, `{1}`, … of the template replaced by the values. */
export function format(template: string, ...values: readonly Operand[]): Expression<string> {
  return call("format", template, ...values);
}

export function join(array: Expression<readonly unknown[]>, separator: string): Expression<string> {
  return call("join", array, separator);
}

/** Reads JSON; what it holds is the caller's word. */
export function fromJson<T>(value: Expression<string>): Expression<T> {
  return call("fromJSON", value);
}

export function toJson(value: Expression): Expression<string> {
  return call("toJSON", value);
}

/** The hash of the files that match, for cache keys; empty when none does. */
export function hashFiles(...patterns: readonly string[]): Expression<string> {
  return call("hashFiles", ...patterns);
}

/**
 * `case(condition, value, …, otherwise)`: the value of the first condition that holds. GitHub has it since 2026-01;
 * it replaces `a && b || c`, which gives `c` when `b` is empty or false.
 */
export function choose<T extends Literal>(
  cases: readonly (readonly [condition: Expression<boolean>, value: T | Expression<T>])[],
  otherwise: T | Expression<T>,
): Expression<T> {
  return call("case", ...cases.flat(), otherwise);
}
