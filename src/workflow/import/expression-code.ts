import type { ExpressionNode } from "../expression/expression.ts";
import { expressionSource } from "../expression/expression-source.ts";
import { type Code, call, library, literal, typedCall } from "./code.ts";
import { contextCode } from "./context-code.ts";
import type { Attempt, Convert, TypedCode } from "./convert.ts";
import { attemptCall, attemptProperty } from "./function-code.ts";
import { attemptOperator } from "./operator-code.ts";
import { booleanType, stringType, typeName, type ValueType } from "./value-type.ts";

/** Where an expression stands: what its names mean there, and whom to tell. */
export interface ExpressionPlace {
  /** A typed reference for a path into `steps`, `needs`, `matrix`, `inputs`, …; `undefined` when there is none. */
  reference(path: readonly string[]): TypedCode | undefined;
  note(message: string): void;
  unexpressed(message: string): void;
}

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
      return attemptCall(node.name.toLowerCase(), node.args, wanted, convert(place));
    case "operator":
      return attemptOperator(node.operator, node.operands, wanted, convert(place));
    case "property":
      return attemptProperty(node, wanted, convert(place));
    default:
      return undefined;
  }
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

function convert(place: ExpressionPlace): Convert {
  return {
    attempt: (node, wanted) => attempt(node, wanted, place),
    condition: (node) => conditionCode(node, place),
  };
}
