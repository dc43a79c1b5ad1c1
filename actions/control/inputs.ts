import { z } from "zod";
import { defineAction } from "../../src/action/define-action.ts";
import { environmentInput, manifestInput, optionalTokenInput, serviceInput } from "../../src/action/delivery-inputs.ts";

export const definition = defineAction({
  name: "control",
  title: "tidegate control",
  description: "Writes a person's decision about the rollout under way into its record, with the reason.",
  inputs: {
    service: serviceInput,
    environment: environmentInput,
    command: {
      description:
        "pause, resume, abort, promote-now (leaves out the remaining steps, or the bake), override-freeze, or retry (lifts a quarantine).",
      schema: z.enum(["pause", "resume", "abort", "promote-now", "override-freeze", "retry"]),
      required: true,
    },
    release: {
      description: "Only for retry: the version or digest that may be delivered again.",
      schema: z.string().optional(),
      required: false,
    },
    minutes: {
      description: "Only for pause: how long at most, in minutes; then it goes back. Empty means a day.",
      schema: z
        .string()
        .regex(/^[1-9]\d{0,3}$/, "expected a whole number of minutes such as 30")
        .optional(),
      required: false,
    },
    reason: {
      description: "Why, in a sentence; it is kept in the record.",
      schema: z.string().max(500, "at most 500 characters"),
      required: true,
    },
    manifest: manifestInput,
    token: optionalTokenInput,
  },
  outputs: {
    outcome: "submitted, refused, or how the rollout ended when nobody else drove it.",
    version: "Version of the release that has succeeded by this decision, with its bake left out; empty when none has.",
    digest: "Its digest.",
    commit: "Its commit.",
  },
  permissions: { contents: "read", deployments: { level: "write", why: "keeps the ledger" } },
});
