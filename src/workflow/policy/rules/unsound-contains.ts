import { partsOf, type Tree } from "../expression-tree.ts";
import { findExpressions } from "../find-expressions.ts";
import type { PolicyRule } from "../rule.ts";

/** What a person outside can choose. */
const chosen =
  /^(?:github\.(?:actor|base_ref|head_ref|ref|ref_name|triggering_actor|event(?:\..*)?)|inputs\..*|env\..*)$/;

/** `contains('refs/heads/main refs/heads/next', github.ref)` is true for `refs/heads/ma` as well. */
function isListAsText(part: Tree): boolean {
  if (part.kind !== "call" || part.name !== "contains") {
    return false;
  }
  const [list, item] = part.args;
  const isText = list?.kind === "literal" && typeof list.value === "string";
  return isText && item?.kind === "context" && chosen.test(item.path.join("."));
}

/** In a text, `contains` finds pieces of names, and whoever can push chooses the name of a branch. */
export const unsoundContains: PolicyRule = {
  id: "unsound-contains",
  severity: "error",
  appliesTo: "all",
  origin: "zizmor",
  check: (view) =>
    findExpressions(view)
      .filter(({ tree }) => tree !== undefined && partsOf(tree).some(isListAsText))
      .map(({ path }) => ({
        path,
        message: `contains looks for a part of a text here, so a piece of a name fits. Give it a list: contains(fromJSON('["a","b"]'), …).`,
      })),
};
