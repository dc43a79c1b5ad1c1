import type { WorkflowView } from "../../check/workflow-view.ts";
import { whyRevoked } from "../../pins/revoked-commits.ts";
import { samePin } from "../../pins/same-pin.ts";
import type { PolicyRule } from "../rule.ts";
import { type Use, usesOf } from "../uses-of.ts";

function findWhy({ pins }: WorkflowView, { action = "", ref }: Use): string | undefined {
  return pins.find((pin) => samePin(pin, { action, sha: ref }))?.revoked ?? whyRevoked(ref);
}

/** A pin keeps what is good and what is bad alike. */
export const revokedPin: PolicyRule = {
  id: "revoked-pin",
  severity: "error",
  appliesTo: "all",
  check: (view) =>
    usesOf(view).flatMap((use) => {
      const why = findWhy(view, use);
      const message = `${use.uses} is revoked: ${why}. Pin another commit, and look at what this one did.`;
      return why === undefined ? [] : [{ path: use.path, message }];
    }),
};
