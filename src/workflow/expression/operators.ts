import { requireGiven } from "../model/given.ts";
import {
  type Expression,
  type ExpressionNode,
  expression,
  type Literal,
  nodeOf,
  type Operand,
  type Operator,
  type Scope,
  type ScopeOf,
  toNode,
  type ValueOf,
} from "./expression.ts";

type Comparable<T> = T extends string ? T : T extends number ? T : T extends boolean ? T : Literal;
type AnyCondition = Expression<boolean, Scope>;

function operator<S extends Scope>(name: Operator, operands: readonly Operand[]): Expression<boolean, S> {
  return expression({ kind: "operator", operator: name, operands: operands.map(toNode) });
}

function call<T, S extends Scope>(name: string, ...args: readonly Operand[]): Expression<T, S> {
  return expression({ kind: "call", name, args: args.map(toNode) });
}

/** A call whose first argument must be computed: a plain value would be the same in every run. */
function computed<T, S extends Scope>(
  of: string,
  name: string,
  first: Expression<unknown, Scope>,
  ...others: readonly Operand[]
): Expression<T, S> {
  return expression({ kind: "call", name, args: [nodeOf(first, of), ...others.map(toNode)] });
}

/** Equal as GitHub compares: strings without regard to case, unlike types as numbers. */
export function eq<T, S extends Scope, R extends Comparable<NoInfer<T>> | Expression<NoInfer<T>, Scope>>(
  left: Expression<T, S>,
  right: R,
): Expression<boolean, S | ScopeOf<R>> {
  return operator("==", [left, right]);
}

/** Not equal; see {@link eq} for how GitHub compares. */
export function ne<T, S extends Scope, R extends Comparable<NoInfer<T>> | Expression<NoInfer<T>, Scope>>(
  left: Expression<T, S>,
  right: R,
): Expression<boolean, S | ScopeOf<R>> {
  return operator("!=", [left, right]);
}

type Compare = <S extends Scope, R extends number | Expression<number, Scope>>(
  left: Expression<number, S>,
  right: R,
) => Expression<boolean, S | ScopeOf<R>>;

const comparison =
  (name: Operator): Compare =>
  (left, right) =>
    operator(name, [left, right]);

export const lessThan: Compare = comparison("<");
export const lessOrEqual: Compare = comparison("<=");
export const greaterThan: Compare = comparison(">");
export const greaterOrEqual: Compare = comparison(">=");

function all<S extends Scope>(name: Operator, of: string, conditions: readonly AnyCondition[]): Expression<boolean, S> {
  requireGiven(conditions.length > 0, `What ${of}(…) takes`, undefined, "one condition at least");
  const operands = conditions.map((condition) => nodeOf(condition, of));
  return expression({ kind: "operator", operator: name, operands });
}

/** All of them. May stand where the strictest of its operands may stand. */
export function and<const C extends readonly [AnyCondition, ...AnyCondition[]]>(
  ...conditions: C
): Expression<boolean, ScopeOf<C[number]>> {
  return all("&&", "and", conditions);
}

/** At least one of them. May stand where the strictest of its operands may stand. */
export function or<const C extends readonly [AnyCondition, ...AnyCondition[]]>(
  ...conditions: C
): Expression<boolean, ScopeOf<C[number]>> {
  return all("||", "or", conditions);
}

export function not<S extends Scope>(condition: Expression<boolean, S>): Expression<boolean, S> {
  return expression({ kind: "not", operand: nodeOf(condition, "not") });
}

/** Whether an array has the item. For "is it one of these strings" write {@link oneOf}; for a part of a text {@link containsText}. */
export function contains<T extends Literal, S extends Scope, R extends NoInfer<T> | Expression<NoInfer<T>, Scope>>(
  array: Expression<readonly T[], S>,
  item: R,
): Expression<boolean, S | ScopeOf<R>> {
  return computed("contains", "contains", array, item);
}

/** Whether the text has the part in it, without regard to case. A list written as text is a trap: use {@link oneOf}. */
export function containsText<S extends Scope, R extends string | Expression<string, Scope>>(
  value: Expression<string, S>,
  part: R,
): Expression<boolean, S | ScopeOf<R>> {
  return computed("containsText", "contains", value, part);
}

/** Whether the value is one of a fixed list. */
export function oneOf<T extends string | number, S extends Scope>(
  value: Expression<T, S>,
  candidates: readonly NoInfer<T>[],
): Expression<boolean, S> {
  nodeOf(value, "oneOf");
  requireGiven(
    Array.isArray(candidates),
    "The second argument of oneOf(…)",
    candidates,
    'a list: oneOf(github.ref, ["a", "b"])',
  );
  return call("contains", call("fromJSON", JSON.stringify(candidates)), value);
}

export function startsWith<S extends Scope, R extends string | Expression<string, Scope>>(
  value: Expression<string, S>,
  prefix: R,
): Expression<boolean, S | ScopeOf<R>> {
  return computed("startsWith", "startsWith", value, prefix);
}

export function endsWith<S extends Scope, R extends string | Expression<string, Scope>>(
  value: Expression<string, S>,
  suffix: R,
): Expression<boolean, S | ScopeOf<R>> {
  return computed("endsWith", "endsWith", value, suffix);
}

/** `{0}`, `{1}`, … of the template replaced by the values. {@link text} says the same with the values in their places. */
export function format<const V extends readonly Operand[]>(
  template: string,
  ...values: V
): Expression<string, ScopeOf<V[number]> | "value"> {
  return call("format", template, ...values);
}

/** The items as one text. */
export function join<S extends Scope>(
  array: Expression<readonly unknown[], S>,
  separator: string,
): Expression<string, S> {
  return computed("join", "join", array, separator);
}

/** Reads JSON; what it holds is the caller's word: `fromJson<number>(x)`, or `fromJson<number, "env">(env("N"))`. */
export function fromJson<T, S extends Scope = "value">(value: Expression<string, S>): Expression<T, S> {
  return computed("fromJson", "fromJSON", value);
}

export function toJson<S extends Scope>(value: Expression<unknown, S>): Expression<string, S> {
  return computed("toJson", "toJSON", value);
}

/** The hash of the files that match, for cache keys; empty when none does. Only in steps: there is no checkout before. */
export function hashFiles(
  ...patterns: readonly [string | Expression<string>, ...(string | Expression<string>)[]]
): Expression<string, "hash"> {
  return call("hashFiles", ...patterns);
}

type Case = readonly [condition: AnyCondition, value: Operand];
type CaseScopes<C> = C extends readonly Case[] ? ScopeOf<C[number][0]> | ScopeOf<C[number][1]> : never;

/**
 * `case(condition, value, …, otherwise)`: the value of the first condition that holds. GitHub has it since 2026-01;
 * it replaces `a && b || c`, which gives `c` when `b` is empty or false.
 */
export function choose<const C extends readonly Case[], const O extends Operand>(
  cases: C,
  otherwise: O,
): Expression<ValueOf<C[number][1]> | ValueOf<O>, CaseScopes<C> | ScopeOf<O>> {
  const areCases =
    Array.isArray(cases) && cases.length > 0 && cases.every((each) => Array.isArray(each) && each.length === 2);
  requireGiven(
    areCases,
    "The first argument of choose(…)",
    cases,
    "a list of pairs: choose([[condition, value], …], otherwise)",
  );
  const args = cases.flatMap(([condition, value]) => [nodeOf(condition, "choose"), toNode(value)]);
  return expression({ kind: "call", name: "case", args: [...args, toNode(otherwise)] });
}

function keyNode(key: string | number, of: string): ExpressionNode {
  requireGiven(typeof key === "string" || typeof key === "number", `The key of ${of}(…)`, key, "a name or an index");
  return { kind: "literal", value: key };
}

/** A property of an object: `matrix.config.os`, `fromJSON(x).name`. */
export function property<T extends object, K extends keyof T & (string | number), S extends Scope>(
  target: Expression<T, S>,
  key: K,
): Expression<T[K], S> {
  return expression({ kind: "property", target: nodeOf(target, "property"), key: keyNode(key, "property") });
}

/** What a map or an array has under a key or an index that is itself computed; empty when there is nothing. */
export function lookUp<V, S extends Scope, R extends Scope>(
  target: Expression<Readonly<Record<string, V>> | readonly V[], S>,
  key: Expression<string | number, R>,
): Expression<V, S | R> {
  return expression({ kind: "property", target: nodeOf(target, "lookUp"), key: nodeOf(key, "lookUp") });
}

/** The same property of each item of an array, or of each value of a map: `labels.*.name`. */
export function each<T extends object, K extends keyof T & string, S extends Scope>(
  target: Expression<readonly T[] | Readonly<Record<string, T>>, S>,
  key: K,
): Expression<readonly T[K][], S> {
  const items = { kind: "property", target: nodeOf(target, "each"), key: undefined } as const;
  return expression({ kind: "property", target: items, key: keyNode(key, "each") });
}
