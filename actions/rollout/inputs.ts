import { z } from "zod";
import { defineAction } from "../../src/action/define-action.ts";
import {
  commitInput,
  digestInput,
  environmentInput,
  manifestInput,
  optionalTokenInput,
  overrideBudgetInput,
  overrideFreezeInput,
  reasonInput,
  retryReasonInput,
  serviceInput,
  versionInput,
} from "../../src/action/delivery-inputs.ts";

export const definition = defineAction({
  name: "rollout",
  title: "tidegate rollout",
  description:
    "Shifts an environment's traffic to a release step by step while the evidence is good, and takes it back when it is not.",
  inputs: {
    service: serviceInput,
    environment: environmentInput,
    version: versionInput,
    digest: digestInput,
    commit: commitInput,
    reason: reasonInput,
    reversible: {
      description:
        'Whether the release can be taken back: true, false, or "until 20%" when it cannot from the step on that gives it so much traffic. What fails past that point is frozen, and people are called. Empty: as the manifest says of the environment, which is true unless it says otherwise.',
      schema: z
        .string()
        .regex(/^(true|false|until (100|\d{1,2})(\.\d+)?\s?%)$/, 'expected true, false, or "until 20%"')
        .optional(),
      required: false,
    },
    hotfix: {
      description: "true when the release mends what is broken now: it is not baked. The reason is kept in the audit.",
      schema: z.enum(["true", "false"]).default("false"),
      required: false,
    },
    "retry-reason": retryReasonInput,
    "override-freeze": overrideFreezeInput,
    "override-budget": overrideBudgetInput,
    manifest: manifestInput,
    token: optionalTokenInput,
  },
  outputs: {
    outcome:
      "succeeded, baking (a long bake that the watchdog finishes), rolled-back, rollback-failed, frozen, abandoned, refused or lost.",
    phase: "Phase of the rollout in the record, empty when none was started.",
    "rollout-id": "Id of the rollout in the record, empty when none was started.",
    url: "Where users reach the service in this environment.",
  },
  permissions: {
    contents: { level: "read", why: "compares commits" },
    deployments: { level: "write", why: "keeps the ledger" },
    packages: { level: "read", why: "pulls the image" },
  },
});
