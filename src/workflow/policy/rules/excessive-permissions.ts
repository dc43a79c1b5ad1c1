import type { WorkflowView } from "../../check/workflow-view.ts";
import type { Finding, PolicyRule } from "../rule.ts";

/** Without it, every job gets whatever the repository's settings give, which may be everything. */
function ofWorkflow({ fields: { permissions } }: WorkflowView): readonly Finding[] {
  const isEmpty = typeof permissions === "object" && permissions !== null && Object.keys(permissions).length === 0;
  const given = permissions === undefined ? "nothing" : JSON.stringify(permissions);
  const message = `The workflow's permissions say ${given}. Write permissions: {} there, and what is needed at each job.`;
  return isEmpty ? [] : [{ path: ["permissions"], message }];
}

/** `write-all` and `read-all` grow with every scope GitHub invents. */
function ofJobs({ jobs }: WorkflowView): readonly Finding[] {
  return jobs
    .filter(({ fields }) => typeof fields.permissions === "string")
    .map(({ path, fields }) => ({
      path: [...path, "permissions"],
      message: `permissions: ${fields.permissions} covers what nobody asked for. Name each scope.`,
    }));
}

/**
 * A job that says nothing gets what the workflow says, and without that what the repository's settings say; so the
 * workflow gives nothing, and each job names its own.
 */
export const excessivePermissions: PolicyRule = {
  id: "excessive-permissions",
  severity: "error",
  appliesTo: "workflows",
  origin: "zizmor",
  check: (view) => [...ofWorkflow(view), ...ofJobs(view)],
};
