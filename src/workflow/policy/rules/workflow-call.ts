import type { PolicyRule } from "../rule.ts";
import { usesOf } from "../uses-of.ts";

const isFile = (uses: string) =>
  /^(?:\.|\$)\/\.github\/workflows\/[^/]+\.ya?ml$/.test(uses) ||
  /^[^/@]+\/[^/@]+\/\.github\/workflows\/[^/@]+\.ya?ml@[^@]+$/.test(uses);

/** A reusable workflow is a file, directly in `.github/workflows`; GitHub looks nowhere else. */
export const workflowCall: PolicyRule = {
  id: "workflow-call",
  severity: "error",
  origin: "actionlint",
  check: (view) =>
    usesOf(view)
      .filter(({ isWorkflow, uses }) => isWorkflow && !isFile(uses))
      .map(({ path, uses }) => ({
        path,
        message: `${uses} is no reusable workflow. Write ./.github/workflows/file.yml, or owner/name/.github/workflows/file.yml@commit.`,
      })),
};
