import type { PolicyRule } from "../rule.ts";
import { isOwn, type Use, usesOf } from "../uses-of.ts";

function isPinned({ uses }: Use): boolean {
  return uses.startsWith("docker://") ? /@sha256:[0-9a-f]{64}$/.test(uses) : /@[0-9a-f]{40}$/.test(uses);
}

/** Of this repository, but for the `./` that says so: GitHub looks for an owner called `.github`. */
const isOwnByMistake = ({ uses }: Use) => uses.startsWith(".github/");

/** Tags move: in CVE-2025-30066 all tags of an action were pointed at a commit that printed secrets. */
export const unpinnedUses: PolicyRule = {
  id: "unpinned-uses",
  severity: "error",
  appliesTo: "all",
  origin: "zizmor",
  check: (view) =>
    usesOf(view)
      .filter((use) => !isOwn(use) && !isPinned(use))
      .map((use) => ({
        path: use.path,
        message: isOwnByMistake(use)
          ? `${use.uses} names no repository. For the action or workflow of this one, begin with ./: ./${use.uses}.`
          : `${use.uses} can be moved to other code. Pin it to a full commit or digest.`,
      })),
};
