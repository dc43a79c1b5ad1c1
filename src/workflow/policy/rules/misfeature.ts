import { fieldsOf, type Path, type WorkflowView } from "../../check/workflow-view.ts";
import type { Finding, PolicyRule } from "../rule.ts";
import { stepsOf } from "../steps-of.ts";
import { inputPath, usesOf } from "../uses-of.ts";

function defaultShells({ fields, jobs }: WorkflowView): readonly { readonly path: Path; readonly shell: unknown }[] {
  return [{ path: [] as Path, fields }, ...jobs].map((owner) => ({
    path: [...owner.path, "defaults", "run", "shell"],
    shell: fieldsOf(fieldsOf(owner.fields.defaults).run).shell,
  }));
}

/** cmd has no grammar that anybody wrote down, so that no tool can tell what a script does. */
function cmdShells(view: WorkflowView): readonly Finding[] {
  const ofSteps = stepsOf(view).map(({ path, fields }) => ({ path: [...path, "shell"], shell: fields.shell }));
  return [...defaultShells(view), ...ofSteps]
    .filter(({ shell }) => typeof shell === "string" && /^cmd(?:\.exe)?(?:\s|$)/i.test(shell))
    .map(({ path }) => ({ path, message: "cmd goes on after a failure and cannot be checked. Use pwsh or bash." }));
}

/** What works, but so that no tool can check it, or that it breaks what is beside it (PEP 668). */
export const misfeature: PolicyRule = {
  id: "misfeature",
  severity: "warning",
  appliesTo: "all",
  origin: "zizmor",
  isNarrower: true,
  check: (view) => [
    ...usesOf(view)
      .filter(({ repository, inputs }) => repository === "actions/setup-python" && inputs["pip-install"] !== undefined)
      .map((use) => ({
        path: inputPath(use, "pip-install"),
        message: "pip-install puts packages beside those of the system. Make a virtual environment in a run step.",
      })),
    ...cmdShells(view),
  ],
};
