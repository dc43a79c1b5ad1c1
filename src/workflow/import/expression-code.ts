import type { ExpressionNode, Literal, Operator } from "../expression/expression.ts";
import { expressionSource } from "../expression/expression-source.ts";
import { array, type Code, call, data, library, literal, typedCall } from "./code.ts";
import { contextCode } from "./context-code.ts";
import {
  anyType,
  booleanType,
  isComparable,
  listType,
  numberType,
  stringType,
  typeName,
  type ValueType,
} from "./value-type.ts";

/** An expression as TypeScript, and what the compiler holds it for. */
export interface TypedCode {
  readonly code: Code;
  readonly type: ValueType;
}

/** Where an expression stands: what its names mean there, and whom to tell. */
export interface ExpressionPlace {
  /** A typed reference for a path into `steps`, `needs`, `matrix`, `inputs`, …; `undefined` when there is none. */
  reference(path: readonly string[]): TypedCode | undefined;
  note(message: string): void;
}

/** Undefined: no typed form fits; what is around it is written as a raw expression. */
type Attempt = TypedCode | undefined;

const unreachable = () => "null";

/** In GitHub's own words. */
export function sourceOf(node: ExpressionNode): string {
  return expressionSource(node, unreachable);
}

function raw(node: ExpressionNode, wanted: ValueType, place: ExpressionPlace): TypedCode {
  const source = sourceOf(node);
  place.note(`\${{ ${source} }} has no typed form; it is kept as rawExpression.`);
  const why = literal("imported as it was");
  const type = wanted.kind === "any" ? stringType : wanted;
  return { code: typedCall(library("rawExpression"), typeName(type), [literal(source), why]), type };
}

/** What only has to hold or not, as TypeScript; raw where nothing typed says the same. */
export function conditionCode(node: ExpressionNode, place: ExpressionPlace): Code {
  return (attemptCondition(node, place) ?? raw(node, booleanType, place)).code;
}

/** The value of an expression as TypeScript; raw where nothing typed says the same. */
export function expressionCode(node: ExpressionNode, wanted: ValueType, place: ExpressionPlace): TypedCode {
  const made = attempt(node, wanted, place);
  const fits =
    made !== undefined &&
    (wanted.kind === "any" ||
      (made.type.kind === "any" && made.type.among === undefined) ||
      made.type.kind === wanted.kind);
  return fits ? made : raw(node, wanted, place);
}

function attempt(node: ExpressionNode, wanted: ValueType, place: ExpressionPlace): Attempt {
  switch (node.kind) {
    case "context":
      return place.reference(node.path) ?? contextCode(node.path, wanted);
    case "status":
      return { code: call(node.name), type: booleanType };
    case "not":
      return attemptNot(node.operand, place);
    case "call":
      return attemptCall(node.name.toLowerCase(), node.args, wanted, place);
    case "operator":
      return attemptOperator(node.operator, node.operands, wanted, place);
    case "property":
      return attemptProperty(node, wanted, place);
    default:
      return undefined;
  }
}

/** `fromJSON(x).name`: the name is part of what the caller says the JSON holds. */
function attemptProperty(
  { target, key }: Extract<ExpressionNode, { kind: "property" }>,
  wanted: ValueType,
  place: ExpressionPlace,
): Attempt {
  const [json] = target.kind === "call" && target.name.toLowerCase() === "fromjson" ? target.args : [];
  const name = key === undefined ? undefined : literalOf(key);
  const made = json === undefined || json.kind === "literal" ? undefined : attempt(json, stringType, place);
  if (typeof name !== "string" || made?.type.kind !== "string") {
    return undefined;
  }
  const type = wanted.kind === "any" ? stringType : wanted;
  const object = typedCall(library("fromJson"), `{ ${JSON.stringify(name)}: ${typeName(type)} }`, [made.code]);
  return { code: call("property", object, literal(name)), type };
}

/** Where only matters whether it holds. Text holds unless it is empty. */
function attemptCondition(node: ExpressionNode, place: ExpressionPlace): Attempt {
  if (node.kind === "operator" && (node.operator === "&&" || node.operator === "||")) {
    const operands = node.operands.map((operand) => conditionCode(operand, place));
    return { code: call(node.operator === "&&" ? "and" : "or", ...operands), type: booleanType };
  }
  const made = attempt(node, booleanType, place);
  if (made === undefined || made.type.kind === "boolean") {
    return made;
  }
  if (made.type.kind !== "string" || made.type.among !== undefined) {
    return undefined;
  }
  place.note(
    `${sourceOf(node)} is text: it holds unless it is empty, even when it says false. Compare it with what it should be.`,
  );
  return { code: call("ne", made.code, literal("")), type: booleanType };
}

function attemptNot(operand: ExpressionNode, place: ExpressionPlace): Attempt {
  if (operand.kind === "status" && operand.name === "cancelled") {
    return { code: call("notCancelled"), type: booleanType };
  }
  return { code: call("not", conditionCode(operand, place)), type: booleanType };
}

const comparisons: Readonly<Partial<Record<Operator, string>>> = {
  "<": "lessThan",
  "<=": "lessOrEqual",
  ">": "greaterThan",
  ">=": "greaterOrEqual",
};

function attemptOperator(
  operator: Operator,
  operands: readonly ExpressionNode[],
  wanted: ValueType,
  place: ExpressionPlace,
): Attempt {
  const [left, right] = operands;
  if (left === undefined || right === undefined) {
    return undefined;
  }
  if (operator === "==" || operator === "!=") {
    return attemptEquality(operator === "==" ? "eq" : "ne", left, right, place);
  }
  const comparison = comparisons[operator];
  if (comparison !== undefined) {
    return attemptComparison(comparison, left, right, place);
  }
  return operator === "||" ? attemptFallback(operands, wanted, place) : attemptAnd(operands, wanted, place);
}

function literalOf(node: ExpressionNode): Literal | undefined {
  return node.kind === "literal" ? node.value : undefined;
}

function attemptEquality(
  name: "eq" | "ne",
  left: ExpressionNode,
  right: ExpressionNode,
  place: ExpressionPlace,
): Attempt {
  if (left.kind === "literal") {
    return right.kind === "literal" ? undefined : attemptEquality(name, right, left, place);
  }
  const value = literalOf(right);
  if (value !== undefined) {
    const wanted = typeof value === "number" ? numberType : typeof value === "boolean" ? booleanType : anyType;
    const made = attempt(left, wanted, place);
    const fits = made !== undefined && value !== null && isComparable(made.type, value);
    return fits ? { code: call(name, made.code, literal(value)), type: booleanType } : undefined;
  }
  const [one, other] = [attempt(left, anyType, place), attempt(right, anyType, place)];
  if (one === undefined || other === undefined || one.type.kind !== other.type.kind) {
    return undefined;
  }
  const [wide, narrow] = one.type.among ? [other, one] : [one, other];
  return wide.type.among ? undefined : { code: call(name, wide.code, narrow.code), type: booleanType };
}

function attemptComparison(name: string, left: ExpressionNode, right: ExpressionNode, place: ExpressionPlace): Attempt {
  const one = attempt(left, numberType, place);
  const other = right.kind === "literal" ? undefined : attempt(right, numberType, place);
  const value = literalOf(right);
  if (left.kind === "literal" || one === undefined || one.type.kind !== "number") {
    return undefined;
  }
  if (other === undefined) {
    return typeof value === "number" ? { code: call(name, one.code, literal(value)), type: booleanType } : undefined;
  }
  return other !== undefined && other.type.kind === "number"
    ? { code: call(name, one.code, other.code), type: booleanType }
    : undefined;
}

/** `a || b || c`; and `condition && 'x' || y`, which is a choice when 'x' is not empty. */
function attemptFallback(operands: readonly ExpressionNode[], wanted: ValueType, place: ExpressionPlace): Attempt {
  const [first, ...rest] = operands;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) {
    return undefined;
  }
  const chosen = rest.length === 1 ? attemptChoice(first, last, wanted, place) : undefined;
  if (chosen !== undefined) {
    return chosen;
  }
  const start = first.kind === "literal" ? undefined : attempt(first, wanted, place);
  return rest.reduce<Attempt>((before, operand) => {
    const made = operandCode(operand, wanted, place);
    return before === undefined || made === undefined
      ? undefined
      : { code: call("orElse", before.code, made.code), type: common(before.type, made.type) };
  }, start);
}

function common(left: ValueType, right: ValueType): ValueType {
  return left.kind === right.kind ? { kind: left.kind } : anyType;
}

function operandCode(node: ExpressionNode, wanted: ValueType, place: ExpressionPlace): Attempt {
  if (node.kind !== "literal") {
    return attempt(node, wanted, place);
  }
  const type = typeof node.value === "string" ? stringType : typeof node.value === "number" ? numberType : booleanType;
  return node.value === null ? undefined : { code: literal(node.value), type };
}

function attemptChoice(
  first: ExpressionNode,
  otherwise: ExpressionNode,
  wanted: ValueType,
  place: ExpressionPlace,
): Attempt {
  if (first.kind !== "operator" || first.operator !== "&&") {
    return undefined;
  }
  const value = first.operands.at(-1);
  if (value?.kind !== "literal" || !value.value) {
    return undefined;
  }
  const condition = conditionOf(first.operands.slice(0, -1), place);
  const fallback = operandCode(otherwise, wanted, place);
  const chosen = operandCode(value, wanted, place);
  if (
    fallback === undefined ||
    chosen === undefined ||
    fallback.type.kind !== chosen.type.kind ||
    fallback.type.among
  ) {
    return undefined;
  }
  const code = typedCall(library("choose"), undefined, [array([array([condition, chosen.code])]), fallback.code]);
  return { code, type: { kind: chosen.type.kind } };
}

function conditionOf(operands: readonly ExpressionNode[], place: ExpressionPlace): Code {
  const [only] = operands;
  const node: ExpressionNode = operands.length === 1 && only ? only : { kind: "operator", operator: "&&", operands };
  return conditionCode(node, place);
}

/** `condition && value`: text in the place of a condition stays text, since it may be what comes out. */
function attemptAnd(operands: readonly ExpressionNode[], wanted: ValueType, place: ExpressionPlace): Attempt {
  const value = operands.at(-1);
  const front = operands.slice(0, -1);
  const [only] = front;
  if (value === undefined || only === undefined) {
    return undefined;
  }
  const made = operandCode(value, wanted, place);
  const node: ExpressionNode = front.length === 1 ? only : { kind: "operator", operator: "&&", operands: front };
  const condition = attempt(node, anyType, place);
  if (made === undefined || condition === undefined || node.kind === "literal") {
    return undefined;
  }
  if (made.type.kind === "boolean" && condition.type.kind === "boolean") {
    return { code: call("and", condition.code, made.code), type: booleanType };
  }
  return { code: call("andThen", condition.code, made.code), type: common(condition.type, made.type) };
}

function attemptCall(
  name: string,
  args: readonly ExpressionNode[],
  wanted: ValueType,
  place: ExpressionPlace,
): Attempt {
  const [first, second] = args;
  switch (name) {
    case "contains":
      return first && second ? attemptContains(first, second, place) : undefined;
    case "startswith":
    case "endswith":
      return first && second
        ? attemptTextTest(name === "startswith" ? "startsWith" : "endsWith", first, second, place)
        : undefined;
    case "format":
      return attemptFormat(args, place);
    case "hashfiles":
      return attemptHash(args);
    case "fromjson":
      return first ? attemptFromJson(first, wanted, place) : undefined;
    case "tojson":
      return attemptToJson(first, place);
    case "join":
      return attemptJoin(first, second, place);
    default:
      return undefined;
  }
}

function stringList(node: ExpressionNode): readonly string[] | undefined {
  const [json] = node.kind === "call" && node.name.toLowerCase() === "fromjson" ? node.args : [];
  const text = json ? literalOf(json) : undefined;
  try {
    const items: unknown = typeof text === "string" ? JSON.parse(text) : undefined;
    return Array.isArray(items) && items.every((item) => typeof item === "string") ? items : undefined;
  } catch {
    return undefined;
  }
}

function attemptContains(where: ExpressionNode, what: ExpressionNode, place: ExpressionPlace): Attempt {
  const candidates = stringList(where);
  if (candidates && what.kind !== "literal") {
    const made = attempt(what, stringType, place);
    const fits = made !== undefined && candidates.every((candidate) => isComparable(made.type, candidate));
    return fits && made.type.kind === "string"
      ? { code: call("oneOf", made.code, data(candidates)), type: booleanType }
      : undefined;
  }
  const isList = where.kind === "context" && where.path.includes("*");
  if (isList && (what.kind !== "literal" || typeof what.value === "string")) {
    const items = attempt(where, listType, place);
    const item = operandCode(what, stringType, place);
    const fits = items !== undefined && item !== undefined && items.type.kind === "list" && item.type.kind === "string";
    return fits ? { code: call("contains", items.code, item.code), type: booleanType } : undefined;
  }
  return attemptTextTest("containsText", where, what, place);
}

function attemptTextTest(name: string, value: ExpressionNode, part: ExpressionNode, place: ExpressionPlace): Attempt {
  const [made, other] = [attempt(value, stringType, place), operandCode(part, stringType, place)];
  const fits = made !== undefined && other !== undefined && made.type.kind === "string" && other.type.kind === "string";
  return fits ? { code: call(name, made.code, other.code), type: booleanType } : undefined;
}

function attemptFormat(args: readonly ExpressionNode[], place: ExpressionPlace): Attempt {
  const [template, ...values] = args;
  const text = template ? literalOf(template) : undefined;
  const made = values.map((value) => operandCode(value, anyType, place));
  const codes = made.flatMap((value) => (value === undefined ? [] : [value.code]));
  return typeof text === "string" && codes.length === values.length
    ? { code: call("format", literal(text), ...codes), type: stringType }
    : undefined;
}

function attemptHash(args: readonly ExpressionNode[]): Attempt {
  const patterns = args.flatMap((arg) => (typeof literalOf(arg) === "string" ? [literal(literalOf(arg) ?? "")] : []));
  return patterns.length === args.length && args.length > 0
    ? { code: call("hashFiles", ...patterns), type: stringType }
    : undefined;
}

function attemptFromJson(json: ExpressionNode, wanted: ValueType, place: ExpressionPlace): Attempt {
  const made = json.kind === "literal" ? undefined : attempt(json, stringType, place);
  if (made === undefined || made.type.kind !== "string") {
    return undefined;
  }
  const type = wanted.kind === "any" ? stringType : wanted;
  return { code: typedCall(library("fromJson"), typeName(type), [made.code]), type };
}

function attemptToJson(value: ExpressionNode | undefined, place: ExpressionPlace): Attempt {
  const made = value === undefined || value.kind === "literal" ? undefined : attempt(value, anyType, place);
  return made === undefined ? undefined : { code: call("toJson", made.code), type: stringType };
}

function attemptJoin(
  list: ExpressionNode | undefined,
  separator: ExpressionNode | undefined,
  place: ExpressionPlace,
): Attempt {
  const made = list === undefined || list.kind === "literal" ? undefined : attempt(list, listType, place);
  const text = separator === undefined ? "," : literalOf(separator);
  return made !== undefined && made.type.kind === "list" && typeof text === "string" && separator !== undefined
    ? { code: call("join", made.code, literal(text)), type: stringType }
    : undefined;
}
