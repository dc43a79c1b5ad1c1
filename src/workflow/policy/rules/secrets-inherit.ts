import type { PolicyRule } from "../rule.ts";

/**
 * The called workflow, and whoever changes it, gets also the secrets that are added later; nobody sees in the call what
 * it needs.
 */
export const secretsInherit: PolicyRule = {
  id: "secrets-inherit",
  severity: "error",
  appliesTo: "workflows",
  origin: "zizmor",
  check: ({ jobs }) =>
    jobs
      .filter(({ fields }) => fields.secrets === "inherit")
      .map(({ path }) => ({
        path: [...path, "secrets"],
        message: "The called workflow gets every secret. Pass those it needs by name.",
      })),
};
