import type { PolicyRule } from "../rule.ts";

const instead: Readonly<Record<string, string>> = {
  pull_request_target: "It gives a stranger's pull request the repository's token and secrets. Use pull_request.",
  workflow_run:
    "It runs with the repository's token after a run that a stranger may have started. Use needs or workflow_call, or run nothing of that run and say so in an ignore.",
};

/**
 * Both run with the repository's token and secrets on what a stranger's pull request brings; sound only where nothing
 * of that is executed or read.
 */
export const dangerousTriggers: PolicyRule = {
  id: "dangerous-triggers",
  severity: "error",
  appliesTo: "workflows",
  origin: "zizmor",
  check: ({ triggers }) =>
    Object.keys(triggers)
      .filter((event) => Object.hasOwn(instead, event))
      .map((event) => ({ path: ["on", event], message: `${event}: ${instead[event]}` })),
};
