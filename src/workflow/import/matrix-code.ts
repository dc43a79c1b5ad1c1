import type { Fields } from "../check/workflow-view.ts";
import { type Code, call, data, library, literal, object, typedCall } from "./code.ts";
import { type ExpressionPlace, expressionCode } from "./expression-code.ts";
import type { KnownMatrix } from "./job-scope.ts";
import type { Section } from "./section.ts";
import { hasExpression, soleExpression } from "./template-text.ts";
import { valueCode } from "./value-code.ts";
import { booleanType, listType, numberType } from "./value-type.ts";

export interface MatrixCode {
  readonly code: Code;
  /** What the steps can read of it. */
  readonly keys: KnownMatrix["keys"];
}

/** Plain data with expressions in it. */
function matrixValue(value: unknown, place: ExpressionPlace): Code {
  if (Array.isArray(value)) {
    return { kind: "array", items: value.map((item) => matrixValue(item, place)) };
  }
  if (typeof value === "object" && value !== null) {
    return object(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, matrixValue(inner, place)])));
  }
  if (hasExpression(value)) {
    place.unexpressed(
      `${JSON.stringify(value)} is computed inside of a list of the matrix, which the layer cannot say.`,
    );
  }
  return data(value);
}

function strategyOptions(strategy: Section, place: ExpressionPlace): Readonly<Record<string, Code | undefined>> {
  const failFast = strategy.take("fail-fast");
  const maxParallel = strategy.take("max-parallel");
  return {
    failFast: failFast === undefined ? literal(true) : valueCode(failFast, place, booleanType),
    maxParallel: maxParallel === undefined ? undefined : valueCode(maxParallel, place, numberType),
  };
}

function computed(
  source: unknown,
  read: readonly string[],
  strategy: Section,
  place: ExpressionPlace,
): MatrixCode | undefined {
  const node = soleExpression(source);
  if (node === undefined) {
    return undefined;
  }
  const type = `{ ${read.map((key) => `${JSON.stringify(key)}: string`).join("; ")} }`;
  const { code } = expressionCode(node, listType, place);
  const args = [withoutType(code), data(read), object(strategyOptions(strategy, place))];
  return {
    code: typedCall(library("computedMatrix"), read.length > 0 ? type : undefined, args),
    keys: new Map(read.map((key) => [key, undefined])),
  };
}

/** A whole matrix is no list, whatever the compiler is told of it. */
function withoutType(code: Code): Code {
  return code.kind === "call" && code.type !== undefined ? { ...code, type: "unknown" } : code;
}

function itemsOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter((item): item is Fields => typeof item === "object" && item !== null) : [];
}

function keysOf(dimensions: Readonly<Record<string, unknown>>, include: unknown): KnownMatrix["keys"] {
  const keys = new Map<string, readonly unknown[] | undefined>();
  for (const [key, values] of Object.entries(dimensions)) {
    keys.set(key, Array.isArray(values) ? values : undefined);
  }
  for (const item of itemsOf(include)) {
    for (const [key, value] of Object.entries(item).filter(([name]) => !Object.hasOwn(dimensions, name))) {
      keys.set(key, [...(keys.get(key) ?? []), value]);
    }
  }
  return keys;
}

function combinations(value: unknown, place: ExpressionPlace): Code | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  const node = soleExpression(value);
  if (node) {
    const { code } = expressionCode(node, listType, place);
    return code.kind === "call" && code.type !== undefined
      ? { ...code, type: "readonly Readonly<Record<string, string>>[]" }
      : code;
  }
  return matrixValue(value, place);
}

/** `strategy`; @param read keys of the matrix that the job reads */
export function matrixCode(strategy: Section, place: ExpressionPlace, read: readonly string[]): MatrixCode | undefined {
  const given = strategy.take("matrix");
  if (typeof given === "string") {
    return computed(given, read, strategy, place);
  }
  if (given === undefined) {
    strategyOptions(strategy, place);
    place.note("A strategy without a matrix does nothing; it is left out.");
    return undefined;
  }
  const { include, exclude, ...dimensions } = (given ?? {}) as Fields;
  const codes = Object.entries(dimensions).map(([key, values]) => {
    const node = soleExpression(values);
    return [key, node ? expressionCode(node, listType, place).code : matrixValue(values, place)] as const;
  });
  const options = object({
    include: combinations(include, place),
    exclude: combinations(exclude, place),
    ...strategyOptions(strategy, place),
  });
  return { code: call("matrix", object(Object.fromEntries(codes)), options), keys: keysOf(dimensions, include) };
}
