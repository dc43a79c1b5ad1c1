import { fieldsOf } from "../../check/workflow-view.ts";
import type { Finding, PolicyRule } from "../rule.ts";

/** @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_dispatchinputs */
const mostInputs = 25;

function wrongDefault(name: string, definition: unknown): readonly Finding[] {
  const { type, options, default: chosen } = fieldsOf(definition);
  const isWrong =
    (type === "choice" && Array.isArray(options) && !options.map(String).includes(String(chosen))) ||
    (type === "boolean" && typeof chosen !== "boolean" && chosen !== "true" && chosen !== "false") ||
    (type === "number" && Number.isNaN(Number(chosen)));
  const wanted = type === "choice" ? `one of ${String(options)}` : `a ${type}`;
  const path = ["on", "workflow_dispatch", "inputs", name, "default"];
  return chosen !== undefined && isWrong
    ? [{ path, message: `The default of ${name} is ${chosen}. Give ${wanted}.` }]
    : [];
}

/** GitHub refuses these only when somebody opens the form. It takes 25 inputs since December 2025, ten before. */
export const dispatchInputs: PolicyRule = {
  id: "dispatch-inputs",
  severity: "error",
  appliesTo: "workflows",
  check({ triggers }) {
    const inputs = Object.entries(fieldsOf(fieldsOf(triggers.workflow_dispatch).inputs));
    const message = `The form has ${inputs.length} inputs; GitHub takes at most ${mostInputs}. Leave some out, or take JSON in one.`;
    return [
      ...(inputs.length > mostInputs ? [{ path: ["on", "workflow_dispatch", "inputs"], message }] : []),
      ...inputs.flatMap(([name, definition]) => wrongDefault(name, definition)),
    ];
  },
};
