import type { PolicyRule } from "../rule.ts";

/** GitHub refuses a file that names a job twice; so does a reader who wonders why. */
export const jobNeeds: PolicyRule = {
  id: "job-needs",
  severity: "error",
  appliesTo: "workflows",
  origin: "actionlint",
  check: ({ jobs }) =>
    jobs.flatMap(({ path, fields }) => {
      const needs = Array.isArray(fields.needs) ? fields.needs.map((name) => String(name).toLowerCase()) : [];
      const twice = [...new Set(needs.filter((name, index) => needs.indexOf(name) !== index))];
      return twice.map((name) => ({ path: [...path, "needs"], message: `needs has "${name}" twice. Remove one.` }));
    }),
};
