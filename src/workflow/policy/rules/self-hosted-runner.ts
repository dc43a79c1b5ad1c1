import type { PolicyRule } from "../rule.ts";
import { labelsOf } from "../runner-labels.ts";

/** What one job leaves on the machine, the next one finds; in a public repository the first may be a stranger's. */
export const selfHostedRunner: PolicyRule = {
  id: "self-hosted-runner",
  severity: "warning",
  appliesTo: "workflows",
  origin: "zizmor",
  check: ({ jobs }) =>
    jobs
      .filter((job) => labelsOf(job).includes("self-hosted"))
      .map(({ path }) => ({
        path: [...path, "runs-on"],
        message: "A self-hosted runner keeps what a job left. Use GitHub's, or one that is made anew for each job.",
      })),
};
