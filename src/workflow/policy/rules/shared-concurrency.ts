import { fieldsOf, type WorkflowView } from "../../check/workflow-view.ts";
import type { Finding, PolicyRule } from "../rule.ts";

const groupOf = (concurrency: unknown) =>
  typeof concurrency === "string" ? concurrency : String(fieldsOf(concurrency).group ?? "");
const normal = (group: string) => group.replace(/\s+/g, "").toLowerCase();

/** The job waits for the run to end, and the run for the job: GitHub cancels it. */
function withinRun({ fields, jobs }: WorkflowView): readonly Finding[] {
  const own = normal(groupOf(fields.concurrency));
  return jobs
    .filter((job) => own !== "" && normal(groupOf(job.fields.concurrency)) === own)
    .map(({ path, id }) => ({
      path: [...path, "concurrency"],
      message: `Job "${id}" is in the group of its own workflow, so that each waits for the other. Give it another group.`,
    }));
}

/** In a called workflow `github.workflow` is the caller's name. */
function withCaller({ fields, triggers }: WorkflowView): readonly Finding[] {
  const reads = /\bgithub\.workflow\b/i.test(groupOf(fields.concurrency));
  const message =
    "Called, github.workflow is the caller's name: both are in one group, and one cancels the other. Write this workflow's own name.";
  return reads && "workflow_call" in triggers ? [{ path: ["concurrency"], message }] : [];
}

/**
 * Two that wait for one another: GitHub notices and cancels. In a called workflow `github.workflow` is the caller's
 * name, which makes it easy to write.
 */
export const sharedConcurrency: PolicyRule = {
  id: "shared-concurrency",
  severity: "error",
  appliesTo: "workflows",
  check: (view) => [...withinRun(view), ...withCaller(view)],
};
