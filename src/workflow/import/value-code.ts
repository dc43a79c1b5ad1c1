import { parseExpression } from "../expression/parse-expression.ts";
import { splitText } from "../expression/split-text.ts";
import { type Code, literal, object } from "./code.ts";
import { conditionCode, type ExpressionPlace, expressionCode } from "./expression-code.ts";
import { anyType, type ValueType } from "./value-type.ts";

/** Whether a YAML value is a scalar: text, a number, a boolean or nothing. */
function isScalar(value: unknown): value is string | number | boolean | null | undefined {
  return typeof value !== "object" || value === null;
}

/** A value of the file, plain or computed. */
export function valueCode(value: unknown, place: ExpressionPlace, wanted: ValueType = anyType): Code {
  if (typeof value !== "string") {
    return literal(isScalar(value) ? (value ?? "") : JSON.stringify(value));
  }
  const parts = splitText(value);
  const [only] = parts;
  if (parts.length === 1 && only?.kind === "expression") {
    return expressionCode(parseExpression(only.source), wanted, place).code;
  }
  return parts.some(({ kind }) => kind === "expression") ? textCode(value, place) : literal(value);
}

/** Text around expressions. */
function textCode(value: string, place: ExpressionPlace): Code {
  const pieces: string[] = [""];
  const values: Code[] = [];
  for (const part of splitText(value)) {
    if (part.kind === "text") {
      pieces[pieces.length - 1] += part.text;
    } else {
      values.push(expressionCode(parseExpression(part.source), anyType, place).code);
      pieces.push("");
    }
  }
  return { kind: "template", tag: "text", pieces, values };
}

/** Text, whatever YAML made of it: `3.9` becomes "3.9". */
export function textValue(value: unknown, place: ExpressionPlace): Code {
  return valueCode(isScalar(value) ? String(value ?? "") : value, place);
}

/** Text that is computed, and that the compiler holds for text: what a job gives out. */
export function outputCode(value: unknown, place: ExpressionPlace): Code {
  const [only, ...more] = splitText(String(value ?? ""));
  if (only?.kind !== "expression" || more.length > 0) {
    return textCode(String(value ?? ""), place);
  }
  const { code, type } = expressionCode(parseExpression(only.source), anyType, place);
  return type.kind === "string" ? code : { kind: "template", tag: "text", pieces: ["", ""], values: [code] };
}

/** A map of text, as under `env`. */
export function recordCode(value: unknown, place: ExpressionPlace): Code | undefined {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  return object(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, textValue(inner, place)])));
}

/** An `if`, with or without `${{ }}` around it; `undefined` when text around the expression makes it always true. */
export function conditionOf(value: unknown, place: ExpressionPlace): Code | undefined {
  const text = String(value).trim();
  const parts = splitText(text);
  const [only] = parts;
  const source = parts.length === 1 && only?.kind === "expression" ? only.source : text;
  if (source !== text || parts.every(({ kind }) => kind === "text")) {
    return source === "" ? undefined : conditionCode(parseExpression(source), place);
  }
  return undefined;
}
