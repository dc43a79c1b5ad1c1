import { findNearest } from "../../../errors/did-you-mean.ts";
import { fieldsOf, type JobView } from "../../check/workflow-view.ts";
import { expandMatrix } from "../expand-matrix.ts";
import { contextsOf } from "../expression-tree.ts";
import { findExpressions } from "../find-expressions.ts";
import type { PolicyRule } from "../rule.ts";

/** The keys of the job's matrix in lower case; `undefined` when only the run knows them. */
function keysOf({ fields }: JobView): readonly string[] | undefined {
  const { matrix } = fieldsOf(fields.strategy);
  if (matrix === undefined) {
    return [];
  }
  const expanded = expandMatrix(matrix);
  return (
    expanded && [...Object.keys(expanded.dimensions), ...expanded.includes.flatMap((include) => Object.keys(include))]
  );
}

/** A key that the matrix does not have is an empty text, and nobody says so. */
export const matrixKey: PolicyRule = {
  id: "matrix-key",
  severity: "error",
  appliesTo: "workflows",
  origin: "actionlint",
  check: (view) =>
    findExpressions(view).flatMap(({ path, tree }) => {
      const job = view.jobs.find(({ id }) => path[0] === "jobs" && path[1] === id);
      const keys = job && keysOf(job)?.map((key) => key.toLowerCase());
      const read = tree ? contextsOf(tree).filter(([context, key]) => context === "matrix" && key !== undefined) : [];
      const wrong = read.find(([, key = ""]) => keys !== undefined && key !== "*" && !keys.includes(key));
      const meant = findNearest(wrong?.[1] ?? "", keys ?? []);
      const has = keys && keys.length > 0 ? `It has ${[...new Set(keys)].join(", ")}.` : "The job has no matrix.";
      const message = `The matrix has no key ${wrong?.[1]}; the value is empty. ${has}${meant ? ` Did you mean ${meant}?` : ""}`;
      return wrong ? [{ path, message }] : [];
    }),
};
