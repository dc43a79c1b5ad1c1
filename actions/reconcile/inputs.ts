import { z } from "zod";
import { defineAction } from "../../src/action/define-action.ts";
import { manifestInput, optionalTokenInput, reasonInput, serviceInput } from "../../src/action/delivery-inputs.ts";
import { digestSchema } from "../../src/release/release.ts";

export const definition = defineAction({
  name: "reconcile",
  title: "tidegate reconcile",
  description:
    "Reads the record at the target and brings the environment to a safe state; doing it again changes nothing.",
  inputs: {
    service: serviceInput,
    environment: {
      description: "Name of the environment, as in the manifest; empty means every environment of the service.",
      schema: z.string().optional(),
      required: false,
    },
    mode: {
      description:
        "watch leaves a rollout alone whose driver is alive, recover ends the one under way, rollback also takes back one that had succeeded, undo does so only if this run brought it.",
      schema: z.enum(["watch", "recover", "rollback", "undo"]),
      required: true,
    },
    to: {
      description: "What rollback goes back to: last-good, a version or a digest that the record knows.",
      schema: z.string(),
      required: false,
      default: "last-good",
    },
    digest: {
      description: "Only for undo: digest of the release that this run brought and that is taken back.",
      schema: digestSchema.optional(),
      required: false,
    },
    reason: reasonInput,
    manifest: manifestInput,
    token: optionalTokenInput,
  },
  outputs: {
    outcome: "What was done; the worst one when there were several environments.",
    phase: "Phase of the rollout in the record afterwards, empty when there is none.",
    version: "Version of the release that has just succeeded, after a long bake for example; empty when none has.",
    digest: "Its digest.",
    commit: "Its commit.",
  },
  permissions: { contents: "read", deployments: { level: "write", why: "keeps the ledger" } },
});
