import { type Fields, fieldsOf, triggersOf } from "../check/workflow-view.ts";
import type { ExpressionNode } from "../expression/expression.ts";
import { parseExpression } from "../expression/parse-expression.ts";
import { splitText } from "../expression/split-text.ts";
import { canonicalCondition, canonicalExpression } from "./canonical-expression.ts";
import { grantedLevels } from "./permission-code.ts";
import { listFilters } from "./trigger-code.ts";

/** Data in which what means the same to GitHub is written the same. */
export type Normal = string | readonly Normal[] | { readonly [key: string]: Normal };

const isMissing = (value: unknown) => value === undefined || value === null;

/** Text with its expressions in canonical form. */
export function normalText(value: unknown): string {
  if (typeof value !== "string") {
    return isMissing(value) ? "" : String(value);
  }
  return splitText(value)
    .map((part) => (part.kind === "text" ? part.text : expressionText(parseExpression(part.source))))
    .join("");
}

function expressionText(node: ExpressionNode): string {
  return `\u27e8${canonicalExpression(node)}\u27e9`;
}

/** A list where a single item may stand for it. */
export function normalList(value: unknown): readonly string[] {
  return isMissing(value) ? [] : Array.isArray(value) ? value.map(normalText) : [normalText(value)];
}

/** Any data, with text and keys in order. */
export function normalData(value: unknown): Normal {
  if (Array.isArray(value)) {
    return value.map(normalData);
  }
  if (typeof value === "object" && value !== null) {
    return normalRecord(value as Fields);
  }
  return normalText(value);
}

function normalRecord(fields: Fields): Normal {
  const entries = Object.entries(fields).map(([key, value]) => [key, normalData(value)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Without entries that say what GitHub takes anyway. */
function without(fields: Fields, defaults: Readonly<Record<string, string>>): Normal {
  const entries = Object.entries(fields).filter(
    ([key, value]) => !isMissing(value) && normalText(value) !== defaults[key],
  );
  return normalRecord(Object.fromEntries(entries));
}

export function normalCondition(value: unknown): string {
  if (isMissing(value) || String(value).trim() === "") {
    return "";
  }
  const text = String(value).trim();
  const [only, ...more] = splitText(text);
  const source = only?.kind === "expression" && more.length === 0 ? only.source : text;
  return canonicalCondition(parseExpression(source));
}

function normalInput(value: unknown): Normal {
  const { type = "string", required = false, description = "", ...rest } = fieldsOf(value);
  return normalRecord({ type, required, description, ...rest });
}

function normalEvent(event: string, value: unknown): Normal {
  const fields = fieldsOf(value);
  if (event === "schedule") {
    return normalData(value);
  }
  if (event === "workflow_dispatch" || event === "workflow_call") {
    const inputs = Object.entries(fieldsOf(fields.inputs)).map(([name, input]) => [name, normalInput(input)]);
    const secrets = Object.entries(fieldsOf(fields.secrets)).map(([name, secret]) => [
      name,
      without(fieldsOf(secret), { required: "false" }),
    ]);
    const outputs = normalRecord(fieldsOf(fields.outputs));
    return { inputs: Object.fromEntries(inputs), secrets: Object.fromEntries(secrets), outputs };
  }
  const filters = Object.entries(fields).map(([key, filter]) => [
    key,
    listFilters.includes(key) ? normalList(filter) : normalData(filter),
  ]);
  return Object.fromEntries(filters.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}

/** What starts the workflow. */
export function normalTriggers(on: unknown): Normal {
  const events = Object.entries(triggersOf(on)).map(([event, value]) => [event, normalEvent(event, value)] as const);
  return Object.fromEntries(events.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function normalConcurrency(value: unknown): Normal {
  const fields = typeof value === "string" ? { group: value } : fieldsOf(value);
  return without(fields, { "cancel-in-progress": "false", queue: "single" });
}

/** What a job's token may do: by scope; `undefined` when nothing says so. */
export function normalPermissions(job: unknown, workflow: unknown): Readonly<Record<string, string>> | undefined {
  return grantedLevels(job === undefined ? workflow : job);
}

export function normalStrategy(value: unknown): Normal {
  const { "fail-fast": failFast = true, ...rest } = fieldsOf(value);
  return isMissing(rest.matrix) ? {} : normalRecord({ "fail-fast": failFast, ...rest });
}

export function normalContainer(value: unknown): Normal {
  const { ports, volumes, ...rest } = typeof value === "string" ? { image: value } : fieldsOf(value);
  return isMissing(value)
    ? {}
    : { ...(normalRecord(rest) as object), ports: normalList(ports), volumes: normalList(volumes) };
}

export function normalEnvironment(value: unknown): Normal {
  return isMissing(value)
    ? {}
    : without(typeof value === "object" ? fieldsOf(value) : { name: value }, { deployment: "true" });
}

export function normalRunsOn(value: unknown): Normal {
  const { group, labels } = fieldsOf(value);
  return group === undefined && labels === undefined
    ? normalList(value)
    : { group: normalText(group), labels: normalList(labels) };
}

/** The name of the image alone stands for all of it. */
export function normalSnapshot(value: unknown): Normal {
  return isMissing(value) ? {} : normalRecord(typeof value === "string" ? { "image-name": value } : fieldsOf(value));
}
