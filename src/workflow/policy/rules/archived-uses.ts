import { archivedRepositories } from "../known-repositories.ts";
import type { PolicyRule } from "../rule.ts";
import { usesOf } from "../uses-of.ts";

/** Nobody repairs what is archived. */
export const archivedUses: PolicyRule = {
  id: "archived-uses",
  severity: "warning",
  appliesTo: "all",
  origin: "zizmor",
  isNarrower: true,
  check: (view) =>
    usesOf(view).flatMap(({ repository, path }) => {
      const instead = repository === undefined ? undefined : archivedRepositories.get(repository);
      return instead === undefined
        ? []
        : [{ path, message: `${repository} is archived and gets no more fixes. Use ${instead} instead.` }];
    }),
};
