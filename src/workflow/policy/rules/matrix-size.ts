import { fieldsOf } from "../../check/workflow-view.ts";
import { expandMatrix } from "../expand-matrix.ts";
import type { PolicyRule } from "../rule.ts";

/** @see https://docs.github.com/en/actions/reference/limits */
const mostJobs = 256;

/**
 * Counted as GitHub does: the product of all values, less what is excluded, and what is included beside it. One that an
 * expression makes cannot be counted.
 */
export const matrixSize: PolicyRule = {
  id: "matrix-size",
  severity: "error",
  appliesTo: "workflows",
  check: ({ jobs }) =>
    jobs.flatMap(({ path, fields }) => {
      const count = expandMatrix(fieldsOf(fields.strategy).matrix)?.combinations.length ?? 0;
      const told = count >= 4096 ? "more than 4,000" : String(count);
      const message = `The matrix makes ${told} jobs; GitHub runs at most ${mostJobs}. Exclude some, or loop in a step.`;
      return count > mostJobs ? [{ path: [...path, "strategy", "matrix"], message }] : [];
    }),
};
