import type { PolicyRule } from "./rule.ts";

const labelsOf = (runsOn: unknown) =>
  (Array.isArray(runsOn) ? runsOn : [runsOn]).filter((label) => typeof label === "string");

export const namedRunner: PolicyRule = {
  id: "named-runner",
  severity: "error",
  check: ({ jobs }) =>
    jobs.flatMap(({ path, fields }) =>
      labelsOf(fields["runs-on"])
        .filter((label) => label.endsWith("-latest"))
        .map((label) => ({
          path: [...path, "runs-on"],
          message: `${label} becomes another system one day. Name the version: ubuntu-24.04.`,
        })),
    ),
};
