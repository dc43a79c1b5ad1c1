import type { PolicyRule } from "../rule.ts";
import { isOwn, type Use, usesOf } from "../uses-of.ts";

function isPinned({ uses }: Use): boolean {
  return uses.startsWith("docker://") ? /@sha256:[0-9a-f]{64}$/.test(uses) : /@[0-9a-f]{40}$/.test(uses);
}

/** Tags move: in CVE-2025-30066 all tags of an action were pointed at a commit that printed secrets. */
export const unpinnedUses: PolicyRule = {
  id: "unpinned-uses",
  severity: "error",
  origin: "zizmor",
  check: (view) =>
    usesOf(view)
      .filter((use) => !isOwn(use) && !isPinned(use))
      .map(({ uses, path }) => ({
        path,
        message: `${uses} can be moved to other code. Pin it to a full commit or digest.`,
      })),
};
