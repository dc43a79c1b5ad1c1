import { fieldsOf, type Path } from "../../check/workflow-view.ts";
import type { PolicyRule } from "../rule.ts";

const variable = "ACTIONS_ALLOW_UNSECURE_COMMANDS";

/** `set-env` and `add-path` on standard output: whatever prints text there, a test of a stranger's, sets variables. */
export const insecureCommands: PolicyRule = {
  id: "insecure-commands",
  severity: "error",
  appliesTo: "all",
  origin: "zizmor",
  check: ({ fields, jobs }) =>
    [{ path: [] as Path, fields }, ...jobs, ...jobs.flatMap(({ steps }) => steps)]
      .filter((owner) => String(fieldsOf(owner.fields.env)[variable] ?? "false") !== "false")
      .map(({ path }) => ({
        path: [...path, "env", variable],
        message: `${variable} lets everything that is printed set variables. Remove it, and write to $GITHUB_ENV.`,
      })),
};
