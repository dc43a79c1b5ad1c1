import { fieldsOf } from "../../check/workflow-view.ts";
import { compareArguments } from "../call-arguments.ts";
import { definitionOf, localCallsOf } from "../local-calls.ts";
import type { PolicyRule } from "../rule.ts";

/** A secret under a name that the called workflow does not have fails the run before its first job, as a missing one does. */
export const callSecrets: PolicyRule = {
  id: "call-secrets",
  severity: "error",
  appliesTo: "workflows",
  check: (view) =>
    localCallsOf(view).flatMap(({ job, file, callee }) => {
      const definition = definitionOf(callee);
      // Which ones are inherited, only GitHub knows.
      if (definition === undefined || job.fields.secrets === "inherit") return [];
      return compareArguments({
        word: "secret",
        file,
        given: fieldsOf(job.fields.secrets),
        defined: definition.secrets,
        path: [...job.path, "secrets"],
        callPath: [...job.path, "uses"],
      });
    }),
};
