import { fieldsOf } from "../check/workflow-view.ts";
import type { PolicyRule } from "./rule.ts";

/** @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_dispatchinputs */
const mostInputs = 25;

export const dispatchInputs: PolicyRule = {
  id: "dispatch-inputs",
  severity: "error",
  check({ triggers }) {
    const count = Object.keys(fieldsOf(fieldsOf(triggers.workflow_dispatch).inputs)).length;
    const message = `The form has ${count} inputs; GitHub takes at most ${mostInputs}. Leave some out, or take JSON in one.`;
    return count > mostInputs ? [{ path: ["on", "workflow_dispatch", "inputs"], message }] : [];
  },
};
