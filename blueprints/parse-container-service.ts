import type { z } from "zod";
import { quoteValue } from "../src/errors/quote-value.ts";
import type { Problem } from "./configuration-problem.ts";
import { isDeclaration } from "./declaration.ts";
import type { Key } from "./find-in-source.ts";
import { containerServiceOptions, type ParsedOptions } from "./schema/container-service-schema.ts";

export type Parsed<T> =
  | { readonly kind: "parsed"; readonly options: T }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] };

/** The first step: unknown options become typed ones, with texts such as `"5m"` read; or all that is wrong with them. */
export function parseContainerService(options: unknown): Parsed<ParsedOptions> {
  const result = containerServiceOptions.safeParse(options, { reportInput: true });
  return result.success
    ? { kind: "parsed", options: result.data }
    : { kind: "refused", problems: result.error.issues.flatMap((issue) => toProblems(issue, options)) };
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
      message: "is no option here; look for a typing mistake, or remove it",
    }));
  }
  return [{ path: written, message: messageOf(issue) }];
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
  if (issue.input === undefined && (issue.code === "invalid_type" || issue.code === "invalid_union")) {
    return `is missing${issue.message.startsWith("Invalid input") ? "" : `; ${issue.message}`}`;
  }
  if (issue.code === "invalid_type") {
    const advice = issue.message.startsWith("Invalid input") ? `write a ${issue.expected}` : issue.message;
    return `${showValue(issue.input)} is not what is expected here; ${advice}`;
  }
  if (issue.code === "too_small" || issue.code === "too_big" || issue.code === "invalid_value") {
    return issue.message.startsWith("Too") || issue.message.startsWith("Invalid")
      ? `${showValue(issue.input)}: ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`
      : issue.message;
  }
  return issue.message;
}

function showValue(value: unknown): string {
  if (typeof value === "string") {
    return quoteValue(value);
  }
  return value === null || typeof value !== "object" ? String(value) : Array.isArray(value) ? "a list" : "an object";
}
