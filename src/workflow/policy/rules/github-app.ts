import type { Finding, PolicyRule } from "../rule.ts";
import { type Use, usesOf } from "../uses-of.ts";

function problemsOf({ inputs }: Use): readonly string[] {
  const hasScope = Object.keys(inputs).some((name) => name.startsWith("permission-"));
  const isRevoked = String(inputs["skip-token-revoke"] ?? "false") === "false";
  const isWide = inputs.owner !== undefined && inputs.repositories === undefined;
  return [
    ...(hasScope ? [] : ["The token can do all that the app can. Name what it needs: permission-contents: write."]),
    ...(isWide ? ["The token is good for every repository of the owner. Name them under repositories."] : []),
    ...(isRevoked ? [] : ["The token stays valid after the job. Leave skip-token-revoke out."]),
  ];
}

/**
 * A token of an app can do all that the app was ever installed for, in all repositories, for an hour, unless the step
 * says less.
 */
export const githubApp: PolicyRule = {
  id: "github-app",
  severity: "error",
  appliesTo: "all",
  origin: "zizmor",
  check: (view) =>
    usesOf(view)
      .filter(({ repository }) => repository === "actions/create-github-app-token")
      .flatMap((use): readonly Finding[] => problemsOf(use).map((message) => ({ path: use.path, message }))),
};
