import type { PolicyRule } from "../rule.ts";
import { isOwn, usesOf } from "../uses-of.ts";

export interface ForbiddenUsesOptions {
  /** `owner/name`, or `owner/*` for all of an owner; nothing else may be used. @default everything */
  readonly allow?: readonly string[];
  /** `owner/name` or `owner/*`; wins over `allow`. @default nothing */
  readonly deny?: readonly string[];
}

const matches = (repository: string) => (pattern: string) => {
  const wanted = pattern.toLowerCase();
  return wanted.endsWith("/*") ? repository.startsWith(wanted.slice(0, -1)) : repository === wanted;
};

/**
 * A rule with a list of your own: which repositories' actions may be used.
 * @example validate(workflow, { rules: [...policyRules, forbiddenUses({ allow: ["actions/*", "docker/*"] })] })
 */
export function forbiddenUses({ allow, deny = [] }: ForbiddenUsesOptions): PolicyRule {
  return {
    id: "forbidden-uses",
    severity: "error",
    appliesTo: "all",
    origin: "zizmor",
    check: (view) =>
      usesOf(view)
        .filter((use) => !isOwn(use) && use.repository !== undefined)
        .filter(({ repository = "" }) => deny.some(matches(repository)) || allow?.some(matches(repository)) === false)
        .map(({ repository, path }) => ({
          path,
          message: `${repository} may not be used here. Use another, or add it to the list in the rule's options.`,
        })),
  };
}
