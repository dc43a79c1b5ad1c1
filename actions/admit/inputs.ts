import { z } from "zod";
import { defineAction } from "../../src/action/define-action.ts";
import {
  environmentInput,
  manifestInput,
  overrideBudgetInput,
  overrideFreezeInput,
  retryReasonInput,
  serviceInput,
  tokenInput,
} from "../../src/action/delivery-inputs.ts";

export const definition = defineAction({
  name: "admit",
  title: "tidegate admit",
  description:
    "Decides whether a version may be promoted to an environment, before anybody is asked to approve it; gives every reason for a refusal at once.",
  inputs: {
    service: serviceInput,
    environment: environmentInput,
    version: {
      description: "Version to promote, for example 1.4.0-alpha.7.",
      schema: z.string(),
      required: true,
    },
    "retry-reason": retryReasonInput,
    "override-freeze": overrideFreezeInput,
    hotfix: {
      description: "true when the release mends what is broken now: a spent error budget does not hold it up.",
      schema: z.enum(["true", "false"]).default("false"),
      required: false,
    },
    "override-budget": overrideBudgetInput,
    manifest: manifestInput,
    token: tokenInput,
  },
  outputs: {
    version: "The version in its plain form, without the tag's prefix.",
    digest: "Digest of the image that the version names.",
    commit: "Commit that the image was built from.",
  },
  permissions: {
    actions: { level: "read", why: "reads whether the environment has approvers" },
    contents: { level: "read", why: "reads tags and commits" },
    deployments: { level: "read", why: "reads the ledger" },
    packages: { level: "read", why: "finds the image" },
  },
});
