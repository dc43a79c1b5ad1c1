import type { Tree } from "../expression-tree.ts";
import { findExpressions } from "../find-expressions.ts";
import type { PolicyRule } from "../rule.ts";

/** What is never empty, in lower case. @see https://docs.github.com/actions/reference/workflows-and-actions/contexts */
const filled: ReadonlySet<string> = new Set(
  [
    ["github", "actor actor_id api_url event_name graphql_url job ref ref_name repository repository_id"],
    ["github", "repository_owner repository_owner_id run_attempt run_id run_number server_url sha token"],
    ["github", "triggering_actor workflow workflow_ref workflow_sha workspace"],
    ["runner", "arch environment name os temp tool_cache"],
    ["job", "status"],
  ].flatMap(([context = "", names = ""]) => names.split(" ").map((name) => `${context}.${name}`)),
);

/** Text beside it makes the whole a text, of which another rule tells. */
const isWhole = (text: string) => !text.includes("${{") || /^\$\{\{((?!\$\{\{)[\s\S])*\}\}$/.test(text);

/** What decides by itself: the whole, or what is joined with and, or or turned round by not. */
function decidingIn(tree: Tree): readonly Tree[] {
  if (tree.kind === "logical") return tree.operands.flatMap(decidingIn);
  return tree.kind === "not" ? decidingIn(tree.operand) : [tree];
}

/**
 * Text that is not empty is true, so that a condition that is only the name of a branch always holds. What was meant is
 * mostly a comparison.
 */
export const neverEmpty: PolicyRule = {
  id: "never-empty",
  severity: "error",
  appliesTo: "all",
  check: (view) =>
    findExpressions(view).flatMap(({ path, text, tree, isCondition }) => {
      const deciding = isCondition && isWhole(text) && tree !== undefined ? decidingIn(tree) : [];
      const names = deciding.flatMap((part) => (part.kind === "context" ? [part.path.join(".")] : []));
      return [...new Set(names)]
        .filter((name) => filled.has(name))
        .map((name) => ({
          path,
          message: `${name} is never empty, so it is always true. Compare it: ${name} == '…'.`,
        }));
    }),
};
