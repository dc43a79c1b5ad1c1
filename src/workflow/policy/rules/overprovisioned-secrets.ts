import { partsOf, type Tree } from "../expression-tree.ts";
import { findExpressions } from "../find-expressions.ts";
import type { PolicyRule } from "../rule.ts";

const isSecrets = (tree: Tree) => tree.kind === "context" && tree.path.length === 1 && tree.path[0] === "secrets";
const isAll = (part: Tree) => part.kind === "context" && part.path[0] === "secrets" && part.path[1] === "*";

/** All of them as one text or list, or one by a name that is only known while it runs. */
function readsMany(tree: Tree): boolean {
  return partsOf(tree).some(
    (part) =>
      isAll(part) ||
      (part.kind === "index" && isSecrets(part.of)) ||
      (part.kind === "call" && part.args.some(isSecrets)),
  );
}

/** The runner is sent only the secrets that a job names; all of them, or one by a computed name, means all. */
export const overprovisionedSecrets: PolicyRule = {
  id: "overprovisioned-secrets",
  severity: "error",
  appliesTo: "all",
  origin: "zizmor",
  check: (view) =>
    findExpressions(view)
      .filter(({ tree }) => tree !== undefined && readsMany(tree))
      .map(({ path, source }) => ({
        path,
        message: `\${{ ${source} }} reads all secrets, or one by a computed name. Name the one it needs.`,
      })),
};
