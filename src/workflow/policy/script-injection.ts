import { fieldsOf, type StepView } from "../check/workflow-view.ts";
import type { PolicyRule } from "./rule.ts";

function scriptOf({ path, fields }: StepView) {
  const runsScript = typeof fields.uses === "string" && fields.uses.startsWith("actions/github-script@");
  return runsScript
    ? { path: [...path, "with", "script"], script: fieldsOf(fields.with).script }
    : { path: [...path, "run"], script: fields.run };
}

/** GitHub pastes the value into the script before the shell reads it: a branch's name becomes a command. */
export const scriptInjection: PolicyRule = {
  id: "script-injection",
  severity: "error",
  check: ({ jobs }) =>
    jobs
      .flatMap(({ steps }) => steps)
      .map(scriptOf)
      .filter(({ script }) => typeof script === "string" && script.includes("${{"))
      .map(({ path }) => ({
        path,
        message: "An expression is pasted into a script. Give it to the step under env: and read the variable.",
      })),
};
