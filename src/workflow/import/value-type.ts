import type { Literal } from "../expression/expression.ts";

/** What the compiler holds a value for. */
export interface ValueType {
  readonly kind: "string" | "number" | "boolean" | "list" | "any";
  /** The only values it can have, where those are known. */
  readonly among?: readonly Literal[];
}

export const anyType: ValueType = { kind: "any" };
export const stringType: ValueType = { kind: "string" };
export const numberType: ValueType = { kind: "number" };
export const booleanType: ValueType = { kind: "boolean" };
export const listType: ValueType = { kind: "list" };

/** The type of a value out of a fixed list. */
export function typeAmong(values: readonly unknown[]): ValueType {
  const kinds = new Set(values.map((value) => typeof value));
  const [kind] = kinds;
  const isPlain = values.every((value) => typeof value !== "object");
  if (isPlain && kinds.size > 1) {
    return { kind: "any", among: values as readonly Literal[] };
  }
  if (kinds.size !== 1 || (kind !== "string" && kind !== "number" && kind !== "boolean")) {
    return anyType;
  }
  return { kind, among: values as readonly Literal[] };
}

/** Whether a literal can be compared with a value of the type. */
export function isComparable(type: ValueType, value: Literal): boolean {
  const isKind = type.kind === "any" || typeof value === type.kind;
  return isKind && (type.among === undefined || type.among.includes(value));
}

/** As TypeScript writes it. */
export function typeName({ kind }: ValueType): string {
  switch (kind) {
    case "list":
      return "readonly string[]";
    case "any":
      return "string";
    default:
      return kind;
  }
}
