/**
 * Inputs of widely used actions that are run as code, by repository: what is pasted into them is executed.
 * Each is documented in the action's own `action.yml`.
 */
const codeInputs: Readonly<Record<string, readonly string[]>> = {
  "actions/github-script": ["script"],
  "addnab/docker-run-action": ["run"],
  "appleboy/ssh-action": ["script"],
  "azure/cli": ["inlineScript"],
  "azure/powershell": ["inlineScript"],
  "devorbitus/yq-action-output": ["cmd"],
};

/** The inputs of the action behind `uses` that are code. */
export function codeInputsOf(uses: unknown): readonly string[] {
  const repository = typeof uses === "string" ? (uses.split("@")[0] ?? "").toLowerCase() : "";
  return codeInputs[repository] ?? [];
}
