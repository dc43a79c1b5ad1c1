import { callTreeOf } from "../call-tree.ts";
import type { Finding, PolicyRule } from "../rule.ts";

const mostLevels = 10;
const mostWorkflows = 50;

/**
 * How many reusable workflows a run may consist of, and how deeply nested, the caller counted as a level: of
 * github.com; Enterprise Server may take less.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations#limitations-of-reusable-workflows
 */
export const callLimits: PolicyRule = {
  id: "call-limits",
  severity: "error",
  appliesTo: "workflows",
  check(view) {
    const { ring, longest, all } = callTreeOf(view);
    const findings: Finding[] = [];
    if (ring === undefined && longest !== undefined && longest.files.length > mostLevels) {
      const { path, files } = longest;
      const message = `Calls are nested ${files.length} levels deep; GitHub takes ${mostLevels}: ${files.join(" → ")}. Call less deeply, or use a composite action.`;
      findings.push({ path, message });
    }
    if (all.length > mostWorkflows) {
      const message = `The workflow calls ${all.length} different workflows, with those that they call; GitHub takes ${mostWorkflows}. Join some, or share steps in composite actions.`;
      findings.push({ path: ["jobs"], message });
    }
    return findings;
  },
};
