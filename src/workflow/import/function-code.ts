import type { ExpressionNode } from "../expression/expression.ts";
import { call, data, library, literal, typedCall } from "./code.ts";
import { type Attempt, type Convert, literalOf, operandCode } from "./convert.ts";
import { anyType, booleanType, isComparable, listType, stringType, typeName, type ValueType } from "./value-type.ts";

export function attemptCall(name: string, args: readonly ExpressionNode[], wanted: ValueType, to: Convert): Attempt {
  const [first, second] = args;
  switch (name) {
    case "contains":
      return first && second ? attemptContains(first, second, to) : undefined;
    case "startswith":
    case "endswith":
      return first && second
        ? attemptTextTest(name === "startswith" ? "startsWith" : "endsWith", first, second, to)
        : undefined;
    case "format":
      return attemptFormat(args, to);
    case "hashfiles":
      return attemptHash(args);
    case "fromjson":
      return first ? attemptFromJson(first, wanted, to) : undefined;
    case "tojson":
      return attemptToJson(first, to);
    case "join":
      return attemptJoin(first, second, to);
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

function attemptContains(where: ExpressionNode, what: ExpressionNode, to: Convert): Attempt {
  const candidates = stringList(where);
  if (candidates && what.kind !== "literal") {
    const made = to.attempt(what, stringType);
    const fits = made !== undefined && candidates.every((candidate) => isComparable(made.type, candidate));
    return fits && made.type.kind === "string"
      ? { code: call("oneOf", made.code, data(candidates)), type: booleanType }
      : undefined;
  }
  const isList = where.kind === "context" && where.path.includes("*");
  if (isList && (what.kind !== "literal" || typeof what.value === "string")) {
    const items = to.attempt(where, listType);
    const item = operandCode(what, stringType, to);
    const fits = items !== undefined && item !== undefined && items.type.kind === "list" && item.type.kind === "string";
    return fits ? { code: call("contains", items.code, item.code), type: booleanType } : undefined;
  }
  return attemptTextTest("containsText", where, what, to);
}

function attemptTextTest(name: string, value: ExpressionNode, part: ExpressionNode, to: Convert): Attempt {
  const [made, other] = [to.attempt(value, stringType), operandCode(part, stringType, to)];
  const fits = made !== undefined && other !== undefined && made.type.kind === "string" && other.type.kind === "string";
  return fits ? { code: call(name, made.code, other.code), type: booleanType } : undefined;
}

function attemptFormat(args: readonly ExpressionNode[], to: Convert): Attempt {
  const [template, ...values] = args;
  const text = template ? literalOf(template) : undefined;
  const made = values.map((value) => operandCode(value, anyType, to));
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

function attemptFromJson(json: ExpressionNode, wanted: ValueType, to: Convert): Attempt {
  const made = json.kind === "literal" ? undefined : to.attempt(json, stringType);
  if (made === undefined || made.type.kind !== "string") {
    return undefined;
  }
  const type = wanted.kind === "any" ? stringType : wanted;
  return { code: typedCall(library("fromJson"), typeName(type), [made.code]), type };
}

function attemptToJson(value: ExpressionNode | undefined, to: Convert): Attempt {
  const made = value === undefined || value.kind === "literal" ? undefined : to.attempt(value, anyType);
  return made === undefined ? undefined : { code: call("toJson", made.code), type: stringType };
}

function attemptJoin(list: ExpressionNode | undefined, separator: ExpressionNode | undefined, to: Convert): Attempt {
  const made = list === undefined || list.kind === "literal" ? undefined : to.attempt(list, listType);
  const text = separator === undefined ? "," : literalOf(separator);
  return made !== undefined && made.type.kind === "list" && typeof text === "string" && separator !== undefined
    ? { code: call("join", made.code, literal(text)), type: stringType }
    : undefined;
}

/** `fromJSON(x).name`: the name is part of what the caller says the JSON holds. */
export function attemptProperty(
  { target, key }: Extract<ExpressionNode, { kind: "property" }>,
  wanted: ValueType,
  to: Convert,
): Attempt {
  const [json] = target.kind === "call" && target.name.toLowerCase() === "fromjson" ? target.args : [];
  const name = key === undefined ? undefined : literalOf(key);
  const made = json === undefined || json.kind === "literal" ? undefined : to.attempt(json, stringType);
  if (typeof name !== "string" || made?.type.kind !== "string") {
    return undefined;
  }
  const type = wanted.kind === "any" ? stringType : wanted;
  const object = typedCall(library("fromJson"), `{ ${JSON.stringify(name)}: ${typeName(type)} }`, [made.code]);
  return { code: call("property", object, literal(name)), type };
}
