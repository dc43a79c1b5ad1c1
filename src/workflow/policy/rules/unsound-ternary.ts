import { partsOf, type Tree } from "../expression-tree.ts";
import { findExpressions } from "../find-expressions.ts";
import type { PolicyRule } from "../rule.ts";

const isFalsy = (tree: Tree | undefined) =>
  tree?.kind === "literal" && (tree.value === "" || tree.value === 0 || tree.value === false || tree.value === null);

/** `a && '' || 'b'` is 'b' whatever a is. */
function isBroken(part: Tree): boolean {
  return (
    part.kind === "logical" &&
    part.operator === "||" &&
    part.operands
      .slice(0, -1)
      .some((operand) => operand.kind === "logical" && operand.operator === "&&" && isFalsy(operand.operands.at(-1)))
  );
}

/**
 * `a && b || c` gives `c` whenever `b` is empty, zero, false or null, even where `a` holds. `case` is what was meant,
 * since January 2026.
 */
export const unsoundTernary: PolicyRule = {
  id: "unsound-ternary",
  severity: "error",
  appliesTo: "all",
  origin: "zizmor",
  check: (view) =>
    findExpressions(view)
      .filter(({ tree }) => tree !== undefined && partsOf(tree).some(isBroken))
      .map(({ path, source }) => ({
        path,
        message: `\${{ ${source} }} never gives what stands behind &&, which counts as false. Use case(condition, value, other).`,
      })),
};
