import { isNode, LineCounter, parseDocument } from "yaml";
import type { core } from "zod";
import { quoteValue } from "../../errors/quote-value.ts";

type Issue = core.$ZodRawIssue;

const kinds: Readonly<Record<string, string>> = {
  array: "a list: […]",
  object: "a map: {…}",
  record: "a map: {…}",
  string: 'text in quotes: "…"',
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

const formats: Readonly<Record<string, string>> = { date: "a day: 2026-01-31" };

function seen(value: unknown): string {
  if (value === undefined) {
    return "is missing";
  }
  const isPlain = typeof value !== "object" || value === null;
  const told = typeof value === "string" ? quoteValue(value) : isPlain ? String(value) : undefined;
  return `is ${told ?? (Array.isArray(value) ? "a list" : "a map")}`;
}

function wanted(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return kinds[String(issue.expected)] ?? String(issue.expected);
    case "invalid_value":
      return issue.values.map((value) => JSON.stringify(value)).join(" or ");
    case "too_small":
      return issue.origin === "string" ? "text that is not empty" : `${issue.minimum} or more`;
    case "too_big":
      return `${issue.maximum} or less`;
    case "invalid_format":
      return formats[issue.format] ?? `a value of the form ${issue.format}`;
    case "invalid_union":
      return "one of the kinds it can be: text, a number, true or false";
    default:
      return "something else";
  }
}

/**
 * Says what is wrong with a value that a schema refuses, in our words: the value seen, and what to write. To be given to
 * `safeParse`; what a schema says itself goes before it.
 */
export function schemaWords(issue: Issue): string {
  if (issue.code === "unrecognized_keys") {
    return `has ${issue.keys.map((key) => quoteValue(key)).join(", ")}, which nothing reads; correct the name, or take it away`;
  }
  return `${seen(issue.input)}; write ${wanted(issue)}`;
}

/**
 * The line of a JSON text, from 1, in which the value at the path stands; where it is missing, that of what it would
 * stand in.
 */
export function lineInJson(text: string, path: readonly PropertyKey[]): number {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, logLevel: "silent" });
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) {
      return counter.linePos(node.range[0]).line;
    }
  }
  return 1;
}
