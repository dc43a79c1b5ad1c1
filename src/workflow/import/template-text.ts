import type { ExpressionNode } from "../expression/expression.ts";
import { parseExpression } from "../expression/parse-expression.ts";

/** Text and expressions, as they take turns in a value of the file. */
export type TextPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "expression"; readonly source: string };

/** Where the expression that begins there ends; a `}}` inside of quotes does not end it. */
function endOf(value: string, start: number): number {
  let quoted = false;
  for (let at = start; at < value.length; at++) {
    if (value[at] === "'") {
      quoted = !quoted;
    } else if (!quoted && value.startsWith("}}", at)) {
      return at;
    }
  }
  return -1;
}

/** Takes a value of the file apart at its `${{ }}`. One that does not end is text. */
export function splitText(value: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (;;) {
    const start = value.indexOf("${{", at);
    const end = start < 0 ? -1 : endOf(value, start + 3);
    if (end < 0) {
      break;
    }
    parts.push({ kind: "text", text: value.slice(at, start) });
    parts.push({ kind: "expression", source: value.slice(start + 3, end).trim() });
    at = end + 2;
  }
  parts.push({ kind: "text", text: value.slice(at) });
  return parts.filter((part) => part.kind === "expression" || part.text !== "");
}

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
