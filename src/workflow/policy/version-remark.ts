import type { PolicyRule } from "./rule.ts";
import { isOwn, usesOf } from "./uses-of.ts";

export const versionRemark: PolicyRule = {
  id: "version-remark",
  severity: "warning",
  check: (view) =>
    usesOf(view)
      .filter((use) => !isOwn(use) && !/^v?\d/.test(view.remark(use.path) ?? ""))
      .map(({ uses, path }) => ({ path, message: `Say behind ${uses} which version the commit is: # v1.2.3.` })),
};
