import type { PolicyRule } from "../rule.ts";
import { usesOf } from "../uses-of.ts";

/** `./` is whatever an earlier step put there; `$/` is this repository at this commit, but not on Enterprise Server. */
export const selfRepository: PolicyRule = {
  id: "self-repository",
  severity: "warning",
  appliesTo: "all",
  origin: "zizmor",
  check: (view) =>
    usesOf(view)
      .filter(({ uses }) => uses.startsWith("./"))
      .map(({ path, uses }) => ({
        path,
        message: `${uses} is what lies in the folder when the step begins. On github.com, write $/${uses.slice(2)}.`,
      })),
};
