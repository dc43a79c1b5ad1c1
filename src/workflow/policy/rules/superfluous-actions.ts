import { superfluousRepositories } from "../known-repositories.ts";
import type { PolicyRule } from "../rule.ts";
import { usesOf } from "../uses-of.ts";

/** Code of others, with the job's token, for what a tool on the runner does. */
export const superfluousActions: PolicyRule = {
  id: "superfluous-actions",
  severity: "warning",
  appliesTo: "all",
  origin: "zizmor",
  check: (view) =>
    usesOf(view).flatMap(({ repository, path }) => {
      const instead = repository === undefined ? undefined : superfluousRepositories.get(repository);
      return instead === undefined
        ? []
        : [{ path, message: `GitHub's runners can do what ${repository} does. Run ${instead}.` }];
    }),
};
