import type { PolicyRule } from "../rule.ts";
import { labelsOf, namedVersion } from "../runner-labels.ts";

/** GitHub moves `-latest` over some weeks, so that one commit passes and fails without a change. */
export const namedRunner: PolicyRule = {
  id: "named-runner",
  severity: "error",
  appliesTo: "workflows",
  check: ({ jobs }) =>
    jobs.flatMap((job) =>
      labelsOf(job).flatMap((label) => {
        const named = namedVersion(label);
        const message = `${label} becomes another system one day. Name the version: ${named}.`;
        return named === undefined ? [] : [{ path: [...job.path, "runs-on"], message }];
      }),
    ),
};
