import { fieldsOf, type Path, type StepView } from "../../check/workflow-view.ts";
import { codeInputsOf } from "../code-inputs.ts";
import { sourcesIn } from "../find-expressions.ts";
import type { PolicyRule } from "../rule.ts";
import { stepsOf } from "../steps-of.ts";

function codeOf({ path, fields }: StepView): readonly { readonly path: Path; readonly code: unknown }[] {
  const inputs = fieldsOf(fields.with);
  return [
    { path: [...path, "run"], code: fields.run },
    ...codeInputsOf(fields.uses).map((name) => ({ path: [...path, "with", name], code: inputs[name] })),
  ];
}

/** GitHub pastes the value into the script before the shell reads it: a branch's name becomes a command. */
export const templateInjection: PolicyRule = {
  id: "template-injection",
  severity: "error",
  origin: "zizmor",
  check: (view) =>
    stepsOf(view)
      .flatMap(codeOf)
      .flatMap(({ path, code }) => {
        const sources = new Set(typeof code === "string" ? sourcesIn(code) : []);
        return [...sources].map((source) => ({ path, source }));
      })
      .map(({ path, source }) => ({
        path,
        message: `\${{ ${source} }} is pasted into a script. Give it to the step under env: and read the variable.`,
      })),
};
