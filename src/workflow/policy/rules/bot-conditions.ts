import { partsOf, type Tree } from "../expression-tree.ts";
import { findExpressions } from "../find-expressions.ts";
import type { PolicyRule } from "../rule.ts";

/** Who did the last thing, which a stranger can make a bot do on a pull request of their own. */
const spoofable = new Set(["github.actor", "github.triggering_actor", "github.event.pull_request.sender.login"]);
const spoofableIds = new Set(["github.actor_id", "github.event.pull_request.sender.id"]);
/** Dependabot, its preview and Renovate. @see https://api.github.com/users/dependabot%5Bbot%5D */
const botIds = new Set(["49699333", "27856297", "29139614"]);

function isSpoofable(one: Tree, other: Tree): boolean {
  if (one.kind !== "context" || other.kind !== "literal") {
    return false;
  }
  const name = one.path.join(".");
  const value = String(other.value);
  return (spoofable.has(name) && value.endsWith("[bot]")) || (spoofableIds.has(name) && botIds.has(value));
}

function trustsActor(part: Tree): boolean {
  return part.kind === "compare" && part.operator === "=="
    ? isSpoofable(part.left, part.right) || isSpoofable(part.right, part.left)
    : part.kind === "call" && part.name === "contains" && isSpoofable(...firstTwo(part.args));
}

function firstTwo([first, second]: readonly Tree[]): [Tree, Tree] {
  const none: Tree = { kind: "literal", value: null };
  return [first ?? none, second ?? none];
}

/**
 * A stranger makes a bot the actor by having it rebase their own pull request; who opened that cannot be changed
 * afterwards.
 */
export const botConditions: PolicyRule = {
  id: "bot-conditions",
  severity: "error",
  appliesTo: "all",
  origin: "zizmor",
  check: (view) =>
    findExpressions(view)
      .filter(({ tree, isCondition }) => isCondition && tree !== undefined && partsOf(tree).some(trustsActor))
      .map(({ path }) => ({
        path,
        message:
          "Anybody can make a bot the actor. Ask who opened it: github.event.pull_request.user.login == 'dependabot[bot]'.",
      })),
};
