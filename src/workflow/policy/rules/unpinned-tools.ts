import type { PolicyRule } from "../rule.ts";
import { usesOf } from "../uses-of.ts";

/** Actions that download the newest version of a tool unless told which, with the input that tells. */
const toolInputs: ReadonlyMap<string, string> = new Map([
  ["1password/load-secrets-action", "version"],
  ["aquasecurity/setup-trivy", "version"],
  ["aquasecurity/trivy-action", "version"],
]);

/**
 * The commit of an action says nothing of the tool that it downloads: Trivy's was malicious for a time
 * (CVE-2026-33634).
 */
export const unpinnedTools: PolicyRule = {
  id: "unpinned-tools",
  severity: "error",
  appliesTo: "all",
  origin: "zizmor",
  check: (view) =>
    usesOf(view).flatMap(({ repository = "", inputs, path }) => {
      const input = toolInputs.get(repository);
      const isLoose = input !== undefined && ["undefined", "latest", ""].includes(String(inputs[input]));
      const message = `${repository} downloads whatever is newest. Say which under ${input}.`;
      return isLoose ? [{ path, message }] : [];
    }),
};
