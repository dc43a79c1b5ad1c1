import type { ExpressionNode, Literal } from "../expression/expression.ts";
import { type Code, literal } from "./code.ts";
import { booleanType, numberType, stringType, type ValueType } from "./value-type.ts";

/** An expression as TypeScript, and what the compiler holds it for. */
export interface TypedCode {
  readonly code: Code;
  readonly type: ValueType;
}

/** Turns the parts of an expression into code, where there is a typed form; each falls back by itself. */
export interface Convert {
  /** `undefined`: no typed form fits; what is around it is written as a raw expression. */
  attempt(node: ExpressionNode, wanted: ValueType): TypedCode | undefined;
  /** What only has to hold or not. */
  condition(node: ExpressionNode): Code;
}

export type Attempt = TypedCode | undefined;

export function literalOf(node: ExpressionNode): Literal | undefined {
  return node.kind === "literal" ? node.value : undefined;
}

export function operandCode(node: ExpressionNode, wanted: ValueType, to: Convert): Attempt {
  if (node.kind !== "literal") {
    return to.attempt(node, wanted);
  }
  const type = typeof node.value === "string" ? stringType : typeof node.value === "number" ? numberType : booleanType;
  return node.value === null ? undefined : { code: literal(node.value), type };
}
