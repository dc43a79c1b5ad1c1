import { defineAction } from "../../src/action/define-action.ts";
import {
  commitInput,
  digestInput,
  environmentInput,
  manifestInput,
  optionalTokenInput,
  reasonInput,
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
    manifest: manifestInput,
    token: optionalTokenInput,
  },
  outputs: {
    outcome: "succeeded, rolled-back, rollback-failed, abandoned, refused or lost.",
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
