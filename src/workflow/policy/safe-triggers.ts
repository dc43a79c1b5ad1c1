import type { PolicyRule } from "./rule.ts";

export const safeTriggers: PolicyRule = {
  id: "safe-triggers",
  severity: "error",
  check: ({ triggers }) =>
    "pull_request_target" in triggers
      ? [
          {
            path: ["on", "pull_request_target"],
            message: "pull_request_target gives a stranger's pull request the repository's token. Use pull_request.",
          },
        ]
      : [],
};
