import type { Path, WorkflowView } from "../../check/workflow-view.ts";
import { codeInputsOf } from "../code-inputs.ts";
import { sourcesIn } from "../find-expressions.ts";
import type { PolicyRule } from "../rule.ts";
import { scriptsOf } from "../steps-of.ts";
import { inputPath, usesOf } from "../uses-of.ts";

interface Code {
  readonly path: Path;
  readonly code: unknown;
}

/** The scripts of steps, and what actions are given to run. */
function codeIn(view: WorkflowView): readonly Code[] {
  return [
    ...scriptsOf(view).map(({ path, script }) => ({ path, code: script })),
    ...usesOf(view).flatMap((use) =>
      codeInputsOf(use).map((name) => ({ path: inputPath(use, name), code: use.inputs[name] })),
    ),
  ];
}

/** GitHub pastes the value into the script before the shell reads it: a branch's name becomes a command. */
export const templateInjection: PolicyRule = {
  id: "template-injection",
  severity: "error",
  appliesTo: "all",
  origin: "zizmor",
  check: (view) =>
    codeIn(view)
      .flatMap(({ path, code }) => {
        const sources = new Set(typeof code === "string" ? sourcesIn(code) : []);
        return [...sources].map((source) => ({ path, source }));
      })
      .map(({ path, source }) => ({
        path,
        message: `\${{ ${source} }} is pasted into a script. Give it to the step under env: and read the variable.`,
      })),
};
