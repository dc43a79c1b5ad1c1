import type { Use } from "./uses-of.ts";

/**
 * Inputs of widely used actions that are run as code, by repository, both in lower case: what is pasted into them is
 * executed.
 * Each is documented in the action's own `action.yml`.
 */
const codeInputs: Readonly<Record<string, readonly string[]>> = {
  "actions/github-script": ["script"],
  "addnab/docker-run-action": ["run"],
  "appleboy/ssh-action": ["script"],
  "azure/cli": ["inlinescript"],
  "azure/powershell": ["inlinescript"],
  "devorbitus/yq-action-output": ["cmd"],
};

/** The names of the inputs that the action runs as code, in lower case. */
export function codeInputsOf({ repository = "" }: Use): readonly string[] {
  return codeInputs[repository] ?? [];
}
