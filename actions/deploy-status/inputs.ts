import { z } from "zod";
import { defineAction } from "../../src/action/define-action.ts";
import {
  commitInput,
  digestInput,
  environmentInput,
  manifestInput,
  optionalTokenInput,
  serviceInput,
  versionInput,
} from "../../src/action/delivery-inputs.ts";

/** What GitHub's `needs` context holds: job id → how it ended. */
const resultsSchema = z.record(
  z.string(),
  z.object({
    result: z.enum(["success", "failure", "cancelled", "skipped"]),
    outputs: z.object({ outcome: z.string().optional() }).optional(),
  }),
);

const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "expected JSON" });
    return z.NEVER;
  }
});

export const definition = defineAction({
  name: "deploy-status",
  title: "tidegate deploy status",
  description:
    "Says where a deployment stands, on GitHub Deployments and to the team; or, at a workflow's end, tells of a run that failed before its rollout could.",
  inputs: {
    service: serviceInput,
    environment: environmentInput,
    version: { ...versionInput, required: false, schema: versionInput.schema.optional() },
    digest: { ...digestInput, required: false, schema: digestInput.schema.optional() },
    commit: { ...commitInput, required: false, schema: commitInput.schema.optional() },
    state: {
      description: "started, progress, succeeded, failed or rolled-back.",
      schema: z.enum(["started", "progress", "succeeded", "failed", "rolled-back"]).optional(),
      required: false,
    },
    text: {
      description: "One sentence for the team.",
      schema: z.string().max(2000, "at most 2000 characters").optional(),
      required: false,
    },
    url: {
      description: "Where users reach the service.",
      schema: z.url({ protocol: /^https?$/, message: "expected an http or https URL" }).optional(),
      required: false,
    },
    results: {
      description:
        "The needs context as JSON: tells the team if a job of this run failed and no rollout did so already.",
      schema: jsonText.pipe(resultsSchema).optional(),
      required: false,
    },
    manifest: manifestInput,
    token: optionalTokenInput,
  },
  outputs: {},
  permissions: { contents: "read", deployments: { level: "write", why: "keeps the ledger" } },
});
