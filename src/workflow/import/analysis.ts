import { type Fields, fieldsOf } from "../check/workflow-view.ts";
import type { ExpressionNode } from "../expression/expression.ts";
import { nodesOf } from "../expression/expression-source.ts";
import { parseExpression } from "../expression/parse-expression.ts";
import { splitText } from "../expression/split-text.ts";
import { expressionsIn } from "./template-text.ts";

/** Expressions of an `if`, which may stand there without `${{ }}`. */
function conditionsIn(value: unknown): readonly ExpressionNode[] {
  const isBare =
    typeof value === "string" && value.trim() !== "" && splitText(value).every(({ kind }) => kind === "text");
  return isBare ? [parseExpression(value.trim())] : [];
}

/** Steps of a job, or of a composite action. */
export function stepsIn(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

/** Every path that a job reads of any context: `["steps", "build", "outputs", "digest"]`. */
export function pathsRead(fields: Fields): readonly (readonly string[])[] {
  const conditions = [fields.if, ...stepsIn(fields.steps).map((step) => step.if)].flatMap(conditionsIn);
  return [...expressionsIn(fields), ...conditions]
    .flatMap(nodesOf)
    .flatMap((node) => (node.kind === "context" ? [node.path] : []));
}

/** What is read of each step, by its id in lower case. */
export function outputsRead(paths: readonly (readonly string[])[]): ReadonlyMap<string, ReadonlySet<string>> {
  const read = new Map<string, Set<string>>();
  for (const [context, id, kind, output] of paths) {
    if (context?.toLowerCase() === "steps" && id !== undefined) {
      const outputs = read.get(id.toLowerCase()) ?? new Set();
      read.set(id.toLowerCase(), kind?.toLowerCase() === "outputs" && output ? outputs.add(output) : outputs);
    }
  }
  return read;
}
