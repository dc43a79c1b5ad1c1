import { z } from "zod";
import { tagPattern } from "./tag-pattern.ts";

/** `owner/name`, with the folder or workflow file behind it where the action is not at the root. */
const actionPattern = /^[\w.-]+\/[\w.-]+(?:\/[\w.-]+)*$/;
const shaPattern = /^[0-9a-f]{40}$/;

const versionSchema = z.string().regex(tagPattern, {
  error: ({ input }) => `${JSON.stringify(input)} is no tag; write one such as v1.2.3`,
});

const inputSchema = z.strictObject({
  name: z.string().min(1),
  required: z.boolean(),
  /** As the action.yml has it; absent when it has none. */
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  /** Of a reusable workflow, where GitHub checks it. */
  type: z.enum(["string", "number", "boolean"]).optional(),
});

/** An action, or a reusable workflow, of another repository at one commit. */
export const pinSchema = z.strictObject({
  action: z.string().regex(actionPattern, {
    error: ({ input }) => `${JSON.stringify(input)} names no action; write owner/name, or owner/name/folder`,
  }),
  /** The tag that the commit had when it was pinned. */
  version: versionSchema,
  sha: z
    .string({ error: ({ input }) => describeSha(input) })
    .regex(shaPattern, { error: ({ input }) => describeSha(input) }),
  /** `node24`, `composite`, `docker`, or `workflow` for a reusable workflow; absent when its file was never read. */
  using: z.string().optional(),
  /** Day of the release, as far as its source tells: YYYY-MM-DD. */
  releasedOn: z.iso.date().optional(),
  /** Day on which tag and file were read: YYYY-MM-DD. */
  readOn: z.iso.date().optional(),
  /** The tag was not looked up where the inputs were read, or not at all. */
  unverified: z.literal(true).optional(),
  inputs: z.array(inputSchema),
  outputs: z.array(z.string().min(1)),
  secrets: z.array(z.strictObject({ name: z.string().min(1), required: z.boolean() })).optional(),
  /** The version whose file gave inputs and outputs, where it is another than the pinned one. */
  inputsFrom: versionSchema.optional(),
  /** What a composite action uses itself: it is not pinned by this commit unless it names one. */
  nested: z.array(z.string()).optional(),
  /** What was chosen before a bot raised it. */
  raisedFrom: z.strictObject({ version: versionSchema, sha: z.string().regex(shaPattern) }).optional(),
  /** Nobody chose it: taken over from a bot's change of a generated file, and in force until something newer is known. */
  bump: z.literal(true).optional(),
  /** Why it must not be used any more. */
  revoked: z.string().min(1).optional(),
});
export type Pin = z.infer<typeof pinSchema>;

function describeSha(input: unknown): string {
  if (input === undefined) {
    return "is missing; write the full commit, 40 hexadecimal digits";
  }
  const digits = typeof input === "string" ? input : "";
  const why = /^[0-9a-f]*$/i.test(digits) ? `has ${digits.length} digits` : "is no commit";
  const hint = digits.toLowerCase() !== digits ? " in lower case" : "";
  return `${JSON.stringify(input)} ${why}; write the full commit, 40 hexadecimal digits${hint}, not a tag or a short form`;
}
