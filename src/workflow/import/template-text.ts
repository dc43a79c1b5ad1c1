import type { ExpressionNode } from "../expression/expression.ts";
import { parseExpression } from "../expression/parse-expression.ts";
import { splitText } from "../expression/split-text.ts";

export function hasExpression(value: unknown): value is string {
  return typeof value === "string" && splitText(value).some(({ kind }) => kind === "expression");
}

/** The expression of a value that is nothing else. */
export function soleExpression(value: unknown): ExpressionNode | undefined {
  const parts = typeof value === "string" ? splitText(value) : [];
  const [only] = parts;
  return parts.length === 1 && only?.kind === "expression" ? parseExpression(only.source) : undefined;
}

/** All expressions anywhere in plain data. */
export function expressionsIn(value: unknown): readonly ExpressionNode[] {
  if (typeof value === "string") {
    return splitText(value).flatMap((part) => (part.kind === "expression" ? [parseExpression(part.source)] : []));
  }
  if (Array.isArray(value)) {
    return value.flatMap(expressionsIn);
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(expressionsIn) : [];
}
