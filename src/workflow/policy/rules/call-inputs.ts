import { type Fields, fieldsOf, type Path } from "../../check/workflow-view.ts";
import { compareArguments } from "../call-arguments.ts";
import { definitionOf, localCallsOf } from "../local-calls.ts";
import type { Finding, PolicyRule } from "../rule.ts";

/** GitHub takes any plain value for a string, but no text in quotes for a number or a boolean. Nothing is of any type. */
function isOfType(value: unknown, type: unknown): boolean {
  if (value === null || (typeof value === "string" && value.includes("${{"))) return true;
  return type === "boolean" || type === "number" ? typeof value === type : typeof value !== "object";
}

function findTypes(file: string, given: Fields, defined: Fields, path: Path): readonly Finding[] {
  const types = new Map(Object.entries(defined).map(([name, input]) => [name.toLowerCase(), fieldsOf(input).type]));
  return Object.entries(given).flatMap(([name, value]) => {
    const type = types.get(name.toLowerCase());
    if (type === undefined || isOfType(value, type)) return [];
    const message = `The input ${name} of ${file} is a ${type}; ${JSON.stringify(value)} is none. Write a ${type}, without quotes unless it is a string.`;
    return [{ path: [...path, name], message }];
  });
}

/**
 * A call is compared with the `workflow_call` of the called file, since GitHub does so only when the run starts, which
 * of a workflow for releases may be weeks later.
 */
export const callInputs: PolicyRule = {
  id: "call-inputs",
  severity: "error",
  appliesTo: "workflows",
  check: (view) =>
    localCallsOf(view).flatMap(({ job, file, callee }) => {
      const defined = definitionOf(callee)?.inputs;
      if (defined === undefined) return [];
      const given = fieldsOf(job.fields.with);
      const path = [...job.path, "with"];
      const callPath = [...job.path, "uses"];
      return [
        ...compareArguments({ word: "input", file, given, defined, path, callPath }),
        ...findTypes(file, given, defined, path),
      ];
    }),
};
