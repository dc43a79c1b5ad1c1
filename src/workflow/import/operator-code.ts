import type { ExpressionNode, Literal, Operator } from "../expression/expression.ts";
import { array, type Code, call, library, literal, typedCall } from "./code.ts";
import { type Attempt, type Convert, literalOf, operandCode } from "./convert.ts";
import { anyType, booleanType, isComparable, numberType, type ValueType } from "./value-type.ts";

const comparisons: Readonly<Partial<Record<Operator, string>>> = {
  "<": "lessThan",
  "<=": "lessOrEqual",
  ">": "greaterThan",
  ">=": "greaterOrEqual",
};

export function attemptOperator(
  operator: Operator,
  operands: readonly ExpressionNode[],
  wanted: ValueType,
  to: Convert,
): Attempt {
  const [left, right] = operands;
  if (left === undefined || right === undefined) {
    return undefined;
  }
  if (operator === "==" || operator === "!=") {
    return attemptEquality(operator === "==" ? "eq" : "ne", left, right, to);
  }
  const comparison = comparisons[operator];
  if (comparison !== undefined) {
    return attemptComparison(comparison, left, right, to);
  }
  return operator === "||" ? attemptFallback(operands, wanted, to) : attemptAnd(operands, wanted, to);
}

function attemptEquality(name: "eq" | "ne", left: ExpressionNode, right: ExpressionNode, to: Convert): Attempt {
  if (left.kind === "literal") {
    return right.kind === "literal" ? undefined : attemptEquality(name, right, left, to);
  }
  return right.kind === "literal"
    ? attemptEqualsLiteral(name, left, right.value, to)
    : attemptEqualsOther(name, left, right, to);
}

function attemptEqualsLiteral(name: "eq" | "ne", left: ExpressionNode, value: Literal, to: Convert): Attempt {
  const wanted = typeof value === "number" ? numberType : typeof value === "boolean" ? booleanType : anyType;
  const made = to.attempt(left, wanted);
  const fits = made !== undefined && value !== null && isComparable(made.type, value);
  return fits ? { code: call(name, made.code, literal(value)), type: booleanType } : undefined;
}

/** The compiler takes the type of the left side; so the wider one goes there. */
function attemptEqualsOther(name: "eq" | "ne", left: ExpressionNode, right: ExpressionNode, to: Convert): Attempt {
  const [one, other] = [to.attempt(left, anyType), to.attempt(right, anyType)];
  if (one === undefined || other === undefined || one.type.kind !== other.type.kind) {
    return undefined;
  }
  const [wide, narrow] = one.type.among ? [other, one] : [one, other];
  return wide.type.among ? undefined : { code: call(name, wide.code, narrow.code), type: booleanType };
}

function attemptComparison(name: string, left: ExpressionNode, right: ExpressionNode, to: Convert): Attempt {
  const one = to.attempt(left, numberType);
  const other = right.kind === "literal" ? undefined : to.attempt(right, numberType);
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
function attemptFallback(operands: readonly ExpressionNode[], wanted: ValueType, to: Convert): Attempt {
  const [first, ...rest] = operands;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) {
    return undefined;
  }
  const chosen = rest.length === 1 ? attemptChoice(first, last, wanted, to) : undefined;
  if (chosen !== undefined) {
    return chosen;
  }
  const start = first.kind === "literal" ? undefined : to.attempt(first, wanted);
  return rest.reduce<Attempt>((before, operand) => {
    const made = operandCode(operand, wanted, to);
    return before === undefined || made === undefined
      ? undefined
      : { code: call("orElse", before.code, made.code), type: common(before.type, made.type) };
  }, start);
}

function common(left: ValueType, right: ValueType): ValueType {
  return left.kind === right.kind ? { kind: left.kind } : anyType;
}

function attemptChoice(first: ExpressionNode, otherwise: ExpressionNode, wanted: ValueType, to: Convert): Attempt {
  if (first.kind !== "operator" || first.operator !== "&&") {
    return undefined;
  }
  const value = first.operands.at(-1);
  if (value?.kind !== "literal" || !value.value) {
    return undefined;
  }
  const condition = conditionOf(first.operands.slice(0, -1), to);
  const fallback = operandCode(otherwise, wanted, to);
  const chosen = operandCode(value, wanted, to);
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

function conditionOf(operands: readonly ExpressionNode[], to: Convert): Code {
  const [only] = operands;
  const node: ExpressionNode = operands.length === 1 && only ? only : { kind: "operator", operator: "&&", operands };
  return to.condition(node);
}

/** `condition && value`: text in the place of a condition stays text, since it may be what comes out. */
function attemptAnd(operands: readonly ExpressionNode[], wanted: ValueType, to: Convert): Attempt {
  const value = operands.at(-1);
  const front = operands.slice(0, -1);
  const [only] = front;
  if (value === undefined || only === undefined) {
    return undefined;
  }
  const made = operandCode(value, wanted, to);
  const node: ExpressionNode = front.length === 1 ? only : { kind: "operator", operator: "&&", operands: front };
  const condition = to.attempt(node, anyType);
  if (made === undefined || condition === undefined || node.kind === "literal") {
    return undefined;
  }
  if (made.type.kind === "boolean" && condition.type.kind === "boolean") {
    return { code: call("and", condition.code, made.code), type: booleanType };
  }
  return { code: call("andThen", condition.code, made.code), type: common(condition.type, made.type) };
}
