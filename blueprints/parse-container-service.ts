import type { z } from "zod";
import { findNearest } from "../src/errors/did-you-mean.ts";
import { quoteValue } from "../src/errors/quote-value.ts";
import type { Problem } from "./configuration-problem.ts";
import { isDeclaration } from "./declaration.ts";
import type { Key } from "./find-in-source.ts";
import { containerServiceOptions, type ParsedOptions } from "./schema/container-service-schema.ts";

export interface Parsed {
  readonly problems: readonly Problem[];
  /** Without what is wrong in them, if they make sense without it: then the rules can look at the rest. */
  readonly options: ParsedOptions | undefined;
}

/** The first step: unknown options become typed ones, with texts such as `"5m"` read, and all that is wrong with them. */
export function parseContainerService(options: unknown): Parsed {
  const result = containerServiceOptions.safeParse(options, { reportInput: true, error: knownOptions });
  if (result.success) {
    return { problems: [], options: result.data };
  }
  const remains = result.error.issues.flatMap(wrongPaths).reduce(without, options);
  return {
    problems: result.error.issues.flatMap((issue) => toProblems(issue, options)),
    options: containerServiceOptions.safeParse(remains).data,
  };
}

/** An unknown option's problem carries the options that there are, for whoever words it: zod only says the unknown. */
function knownOptions({ code, inst }: z.core.$ZodRawIssue): string | undefined {
  const definition: object = inst?._zod.def ?? {};
  const shape = "shape" in definition ? Object(definition.shape) : {};
  return code === "unrecognized_keys" ? Object.keys(shape).join(" ") : undefined;
}

function wrongPaths(issue: z.core.$ZodIssue): readonly (readonly PropertyKey[])[] {
  return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

/** A copy without the property at the path; in a list, without the list, so that the others keep their places. */
function without(value: unknown, path: readonly PropertyKey[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== "object" || value === null) {
    return value;
  }
  const copy: Record<PropertyKey, unknown> = Array.isArray(value) ? ([...value] as never) : { ...value };
  const isLast = rest.length === 0 || (rest.length === 1 && typeof rest[0] === "number");
  if (isLast) {
    delete copy[key];
  } else {
    copy[key] = without(copy[key], rest);
  }
  return copy;
}

function toProblems(issue: z.core.$ZodIssue, options: unknown, before: readonly PropertyKey[] = []): Problem[] {
  const path = [...before, ...issue.path];
  if (issue.code === "invalid_union" && issue.message === "Invalid input") {
    const deepest = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0] ?? [];
    return deepest.flatMap((nested) => toProblems(nested, options, path));
  }
  const written = toWrittenPath(path, options);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: [...written, key],
      message: unknownOption(key, issue.message.split(" ")),
    }));
  }
  return [{ path: written, message: messageOf(issue) }];
}

function unknownOption(name: string, known: readonly string[]): string {
  const meant = findNearest(name, known);
  return meant === undefined
    ? "is no option here; look for a typing mistake, or remove it"
    : `is no option here; did you mean ${meant}?`;
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length));
}

/** zod's path leads through `args` of declarations, of which the user never wrote a word. */
function toWrittenPath(path: readonly PropertyKey[], options: unknown): Key[] {
  const written: Key[] = [];
  let value: unknown = options;
  let skip = 0;
  for (const key of path) {
    skip = isDeclaration(value) ? 2 : Math.max(0, skip - 1);
    if (skip === 0) {
      written.push(typeof key === "symbol" ? String(key) : key);
    }
    value = (value as Record<PropertyKey, unknown> | undefined)?.[key];
  }
  return written;
}

/** zod's own words are about types; ours, which name the value and the remedy, are left as they are. */
function messageOf(issue: z.core.$ZodIssue): string {
  const isOurs = !/^(Invalid|Too|Unrecognized)\b/.test(issue.message);
  if (issue.input === undefined && issue.code.startsWith("invalid_")) {
    return `is missing${isOurs ? `; ${issue.message}` : ""}`;
  }
  if (isOurs) {
    return issue.code === "invalid_type"
      ? `${showValue(issue.input)} is not what is expected here; ${issue.message}`
      : issue.message;
  }
  return `${showValue(issue.input)} is not what is expected here; write ${expectation(issue)}`;
}

const typeNames: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  object: "an object",
  record: "an object",
  string: "a text",
};

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "too_small":
      return `${issue.inclusive ? "at least" : "more than"} ${issue.minimum}`;
    case "too_big":
      return `${issue.inclusive ? "at most" : "less than"} ${issue.maximum}`;
    case "invalid_value":
      return `${issue.values.length > 1 ? "one of " : ""}${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "invalid_type":
      return typeNames[issue.expected] ?? `a ${issue.expected}`;
    default:
      return "something else";
  }
}

function showValue(value: unknown): string {
  if (typeof value === "string") {
    return quoteValue(value);
  }
  return value === null || typeof value !== "object" ? String(value) : Array.isArray(value) ? "a list" : "an object";
}
