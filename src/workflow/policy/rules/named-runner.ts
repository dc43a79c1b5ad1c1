import type { PolicyRule } from "../rule.ts";
import { hostedLabels, labelsOf } from "../runner-labels.ts";

export const namedRunner: PolicyRule = {
  id: "named-runner",
  severity: "error",
  check: ({ jobs }) =>
    jobs.flatMap((job) =>
      labelsOf(job)
        .filter((label) => label.endsWith("-latest") && hostedLabels.includes(label))
        .map((label) => ({
          path: [...job.path, "runs-on"],
          message: `${label} becomes another system one day. Name the version: ubuntu-24.04.`,
        })),
    ),
};
