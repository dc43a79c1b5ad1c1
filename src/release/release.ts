import { z } from "zod";

/** A content address: `sha256:` and 64 hex digits. What is deployed, tagged and rolled back to is always named by it. */
export const digestSchema = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, "expected sha256: and 64 hex digits")
  .brand<"Digest">();
export type Digest = z.infer<typeof digestSchema>;

/** A full commit id, 40 hex digits. */
export const commitShaSchema = z
  .string()
  .regex(/^[0-9a-f]{40}$/, "expected 40 hex digits")
  .brand<"CommitSha">();
export type CommitSha = z.infer<typeof commitShaSchema>;

/** One build of a service: the version people say, the digest machines use, the commit it was built from. */
export const releaseSchema = z.object({
  /** Semantic version without a leading `v`, for example `1.4.0-alpha.7`. */
  version: z.string().min(1),
  digest: digestSchema,
  commit: commitShaSchema,
});
export type Release = z.infer<typeof releaseSchema>;
