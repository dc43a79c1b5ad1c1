import { fieldsOf } from "../../check/workflow-view.ts";
import type { PolicyRule } from "../rule.ts";

/**
 * One run of a group waits at a time unless `queue: max` says otherwise: a newer one takes the place of the one that
 * waits, whose checks never run. In a group that all pull requests share, that is somebody else's.
 */
export const pullRequestGroup: PolicyRule = {
  id: "pull-request-group",
  severity: "error",
  appliesTo: "workflows",
  check: ({ fields, triggers }) => {
    const { concurrency } = fields;
    const { group, queue } = fieldsOf(concurrency);
    const name = typeof concurrency === "string" ? concurrency : group;
    const isShared = typeof name === "string" && name !== "" && !name.includes("${{") && queue !== "max";
    const message = `All pull requests are in the group "${name}", and each new one cancels the one that waits. Name the branch: ${name}-\${{ github.ref }}.`;
    return isShared && "pull_request" in triggers ? [{ path: ["concurrency"], message }] : [];
  },
};
