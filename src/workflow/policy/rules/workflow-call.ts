import type { WorkflowView } from "../../check/workflow-view.ts";
import { localCallsOf } from "../local-calls.ts";
import type { Finding, PolicyRule } from "../rule.ts";
import { usesOf } from "../uses-of.ts";

const isFile = (uses: string) =>
  /^(?:\.|\$)\/\.github\/workflows\/[^/]+\.ya?ml$/.test(uses) ||
  /^[^/@]+\/[^/@]+\/\.github\/workflows\/[^/@]+\.ya?ml@[^@]+$/.test(uses);

function findUncallable(view: WorkflowView): readonly Finding[] {
  return localCallsOf(view).flatMap(({ job, file, callee }) => {
    if (callee === undefined || "workflow_call" in callee.triggers) return [];
    const message = `${file} cannot be called: its \`on\` has no workflow_call. Add it, with the inputs and secrets it takes.`;
    return [{ path: [...job.path, "uses"], message }];
  });
}

/** A reusable workflow is a file, directly in `.github/workflows`, that says so itself; GitHub looks nowhere else. */
export const workflowCall: PolicyRule = {
  id: "workflow-call",
  severity: "error",
  appliesTo: "workflows",
  origin: "actionlint",
  check: (view) => [
    ...usesOf(view)
      .filter(({ isWorkflow, uses }) => isWorkflow && !isFile(uses))
      .map(({ path, uses }) => ({
        path,
        message: `${uses} is no reusable workflow. Write ./.github/workflows/file.yml, or owner/name/.github/workflows/file.yml@commit.`,
      })),
    ...findUncallable(view),
  ],
};
