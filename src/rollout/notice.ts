import { z } from "zod";
import { commitShaSchema, digestSchema } from "../release/release.ts";
import { phaseSchema } from "./phase.ts";

/** What a team is told about one rollout at one moment. Plain data: channels turn it into their own format. */
export const noticeSchema = z.object({
  /**
   * `started`, `progress` (a step was reached), one that needs somebody at once (`rollback-failed`, `frozen`), or one of
   * the final kinds: exactly one of those a rollout.
   */
  kind: z.enum(["started", "progress", "succeeded", "rolled-back", "failed", "rollback-failed", "frozen"]),
  service: z.string(),
  environment: z.string(),
  version: z.string(),
  /** Image of `version`; the ledger files a deployment under it. Absent when there is no image yet. */
  digest: digestSchema.optional(),
  /** Commit that the image was built from. */
  commit: commitShaSchema.optional(),
  /** What the traffic is on again, or will be replaced; absent on a first deployment. */
  stableVersion: z.string().optional(),
  rolloutId: z.string(),
  phase: phaseSchema,
  /** Share of requests on the candidate when the notice was made, 0..100. */
  candidatePercent: z.number(),
  /** One sentence: what happened, with the evidence if it failed. */
  text: z.string(),
  reason: z.string(),
  actor: z.string(),
  runUrl: z.string().optional(),
  atMs: z.number(),
});
export type Notice = z.infer<typeof noticeSchema>;

export function isFinal(notice: Notice): boolean {
  return notice.kind !== "started" && notice.kind !== "progress" && !needsSomebody(notice);
}

/** Somebody has to act; an end will follow. */
export function needsSomebody({ kind }: Notice): boolean {
  return kind === "rollback-failed" || kind === "frozen";
}

/**
 * A notice on its way to one destination. Written into the record together with the change it tells of, so that neither
 * is lost without the other; delivered at least once, with `key` as the idempotency key.
 */
export const outboxEntrySchema = z.object({
  /** `<rolloutId>/<sequence>`; the same for every try, so that a receiver can drop a repeat. */
  key: z.string(),
  /** The channel's name in the manifest, or `ledger` for GitHub Deployments. */
  destination: z.string(),
  notice: noticeSchema,
  attempts: z.number().int().min(0),
  /** Not before this time (Retry-After, backoff). */
  dueMs: z.number(),
  lastError: z.string().optional(),
  /** The message to edit, kept here once another rollout has begun. */
  messageId: z.string().optional(),
});
export type OutboxEntry = z.infer<typeof outboxEntrySchema>;
