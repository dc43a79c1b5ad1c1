import { contextsOf, partsOf, type Tree } from "../expression-tree.ts";
import { findExpressions } from "../find-expressions.ts";
import type { PolicyRule } from "../rule.ts";

const readsSecret = (tree: Tree) => contextsOf(tree).some(([context]) => context === "secrets");

/** The runner hides the text of a secret in the log, not the parts that were parsed out of it. */
export const unredactedSecrets: PolicyRule = {
  id: "unredacted-secrets",
  severity: "error",
  appliesTo: "all",
  origin: "zizmor",
  check: (view) =>
    findExpressions(view)
      .filter(({ tree }) =>
        partsOf(tree ?? { kind: "literal", value: null }).some(
          (part) => part.kind === "call" && part.name === "fromjson" && part.args.some(readsSecret),
        ),
      )
      .map(({ path }) => ({
        path,
        message: "What fromJSON takes out of a secret is printed in the log. Store each part as a secret of its own.",
      })),
};
