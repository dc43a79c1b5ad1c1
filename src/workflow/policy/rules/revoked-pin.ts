import { whyRevoked } from "../../pins/revoked-commits.ts";
import type { PolicyRule } from "../rule.ts";
import { usesOf } from "../uses-of.ts";

/** A pin keeps what is good and what is bad alike. */
export const revokedPin: PolicyRule = {
  id: "revoked-pin",
  severity: "error",
  check: (view) =>
    usesOf(view).flatMap(({ repository = "", ref, path }) => {
      const why = whyRevoked(ref);
      const message = `${repository}@${ref} is revoked: ${why}. Pin another commit, and look at what this one did.`;
      return why === undefined ? [] : [{ path, message }];
    }),
};
