import { z } from "zod";
import { digestSchema } from "../../release/release.ts";

/** What a person may ask of a rollout under way. */
export const commandKindSchema = z.enum(["pause", "resume", "abort", "promote-now", "override-freeze"]);
export type CommandKind = z.infer<typeof commandKindSchema>;

/** A person's wish, on its way to whoever drives. */
export const commandSchema = z.object({
  id: z.string(),
  kind: commandKindSchema,
  /** The rollout it was meant for; it never applies to another one. */
  rolloutId: z.string(),
  actor: z.string(),
  reason: z.string().min(1),
  atMs: z.number(),
  /** Only for `pause`: when it ends by itself, absolute. */
  untilMs: z.number().optional(),
});
export type Command = z.infer<typeof commandSchema>;

/** One line of who decided what, and why. */
export const auditEntrySchema = z.object({
  atMs: z.number(),
  actor: z.string(),
  /** For example `pause`, `override-freeze`, `lift-quarantine`. */
  action: z.string(),
  reason: z.string(),
  rolloutId: z.string().optional(),
  /** Only for `undo`: the release that was to go back, and the run that wanted it. */
  digest: digestSchema.optional(),
  runUrl: z.string().optional(),
  /** Only for `undo`: id of the rollout that brought that release here, or was about to. */
  broughtBy: z.string().optional(),
  /** What came of it. */
  result: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
