import { z } from "zod";
import { manifestPath } from "../manifest/manifest.ts";
import { commitShaSchema, digestSchema } from "../release/release.ts";

/** Inputs that several of our actions share, declared once. */
export const manifestInput = {
  description: "Path of the delivery manifest, from the workspace.",
  schema: z.string(),
  required: false,
  default: manifestPath,
};

const githubToken = "${{ github.token }}";

/** A token for GitHub's API, in actions that can do their work without one. */
export const optionalTokenInput = {
  description: "Token for GitHub's API.",
  schema: z.string().optional(),
  required: false,
  default: githubToken,
  secret: true,
};

/** A token for GitHub's API, in actions that cannot work without one. */
export const tokenInput = {
  description: "Token for GitHub's API.",
  schema: z.string("no token; pass `token`, or run where github.token exists"),
  required: false,
  default: githubToken,
  secret: true,
};

export const serviceInput = {
  description: "Name of the service, as in the manifest.",
  schema: z.string(),
  required: true,
};

export const environmentInput = {
  description: "Name of the environment, as in the manifest.",
  schema: z.string(),
  required: true,
};

/** What was admitted or built; a person's own text goes through `admit` first. */
export const versionInput = {
  description: "Version of the release, for example 1.4.0-alpha.7.",
  schema: z
    .string()
    .regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/, "expected a version such as 1.4.0-alpha.7"),
  required: true,
};

export const digestInput = {
  description: "Digest of the image, sha256: and 64 hex digits.",
  schema: digestSchema,
  required: true,
};

export const commitInput = {
  description: "Commit that the image was built from, 40 hex digits.",
  schema: commitShaSchema,
  required: true,
};

/** Kept in the audit of the record, and allowed for one rollout. */
export const retryReasonInput = {
  description: "Why a release that is in quarantine is tried again; empty when none is.",
  schema: z.string().max(500, "at most 500 characters").optional(),
  required: false,
};

/** Why a freeze does not count this time; only a person can say so. */
export const overrideFreezeInput = {
  description: "Why a freeze window does not count this time; empty when none is overridden. Kept in the audit.",
  schema: z.string().max(500, "at most 500 characters").optional(),
  required: false,
};

/** Why it may begin although the error budget is spent; only a person can say so. */
export const overrideBudgetInput = {
  description:
    "Why it may begin although the error budget is spent or cannot be told; empty when it is not overridden. Kept in the audit.",
  schema: z.string().max(500, "at most 500 characters").optional(),
  required: false,
};

/** Free text of a person; it is data everywhere and never becomes part of a script. */
export const reasonInput = {
  description: "Why, in a sentence; it is kept in the record and told to the team.",
  schema: z.string().max(500, "at most 500 characters").default("no reason given"),
  required: false,
};
