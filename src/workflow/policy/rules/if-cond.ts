import { contextsOf, partsOf, type Tree } from "../expression-tree.ts";
import { findExpressions } from "../find-expressions.ts";
import type { PolicyRule } from "../rule.ts";

/** Only what is written: no context, and no function that looks at the run. */
function isConstant(tree: Tree): boolean {
  const asksRun = partsOf(tree).some(
    (part) => part.kind === "call" && ["success", "failure", "always", "cancelled", "hashfiles"].includes(part.name),
  );
  return contextsOf(tree).length === 0 && !asksRun;
}

/**
 * A condition that reads nothing of the run decides nothing. Status functions are no constants: `always()` changes when
 * a job runs.
 */
export const ifCond: PolicyRule = {
  id: "if-cond",
  severity: "error",
  appliesTo: "all",
  origin: "actionlint",
  check: (view) =>
    findExpressions(view)
      .filter(({ tree, isCondition }) => isCondition && tree !== undefined && isConstant(tree))
      .map(({ path, source }) => ({
        path,
        message: `"${source}" is the same in every run. Remove the if, or what it stands at.`,
      })),
};
