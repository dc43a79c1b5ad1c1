import type { PolicyRule } from "../rule.ts";
import { scriptsOf } from "../steps-of.ts";

/** @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsrun */
const longest = 21_000;

/** GitHub refuses the workflow only when the run starts; a script of that size can be tested as a file. */
export const runLength: PolicyRule = {
  id: "run-length",
  severity: "error",
  appliesTo: "all",
  check: (view) =>
    scriptsOf(view)
      .filter(({ script }) => script.length > longest)
      .map(({ path, script }) => ({
        path,
        message: `The script has ${script.length} characters; GitHub takes at most ${longest}. Put it in a file of the repository.`,
      })),
};
