import { contextsOf } from "../expression-tree.ts";
import { findExpressions } from "../find-expressions.ts";
import type { PolicyRule } from "../rule.ts";

/** A repository's secrets are there for every job of every branch; an environment's only where its rules allow. */
export const secretsOutsideEnv: PolicyRule = {
  id: "secrets-outside-env",
  severity: "warning",
  appliesTo: "workflows",
  origin: "zizmor",
  check: (view) => {
    const unguarded = view.jobs.filter(({ fields }) => fields.environment === undefined && fields.uses === undefined);
    return findExpressions(view).flatMap(({ path, tree }) => {
      const job = unguarded.find(({ id }) => path[0] === "jobs" && path[1] === id);
      const names = tree ? contextsOf(tree).filter(([context]) => context === "secrets") : [];
      const secrets = names.flatMap(([, name]) => (name && name !== "github_token" ? [name.toUpperCase()] : []));
      const [first] = secrets;
      return job && first
        ? [
            {
              path,
              message: `${first} is read in a job without an environment. Move it to one, and name that in the job.`,
            },
          ]
        : [];
    });
  },
};
