import { z } from "zod";
import { digestSchema, releaseSchema } from "../release/release.ts";
import { counterMarkSchema } from "../slo/counter.ts";
import { judgeStateSchema } from "../slo/judge-state.ts";
import { outboxEntrySchema } from "./notice.ts";
import { phaseSchema } from "./phase.ts";
import { planSchema } from "./plan.ts";

/** Who drives the rollout, and until when it is believed alive. */
export const leaseSchema = z.object({ holder: z.string(), untilMs: z.number() });
export type Lease = z.infer<typeof leaseSchema>;

/** One line of a rollout's story, for people. */
export const timelineEntrySchema = z.object({
  atMs: z.number(),
  phase: phaseSchema,
  /** Share of requests on the candidate at that moment, as read back, 0..100. */
  candidatePercent: z.number(),
  text: z.string(),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** An effect that was about to be done (`intent`) and, once read back, what was seen (`observed`). */
export const operationSchema = z.object({
  /** `<rolloutId>/<epoch>/<step>/<effect>`. */
  key: z.string(),
  effect: z.string(),
  intendedAtMs: z.number(),
  observedAtMs: z.number().optional(),
  /** What the target said when it was last tried in vain. */
  error: z.string().optional(),
});

/** Requests each arm served during the rollout, counted by the target. */
export const servedSchema = z.object({
  requests: z.number().int().min(0),
  /** Those that failed by the first objective: errors, where there is an availability objective. */
  failures: z.number().int().min(0),
  /** Bad requests by indicator, `errors` and `slow-50ms` for example. */
  bad: z.record(z.string(), z.number().int().min(0)).optional(),
});

export const rolloutSchema = z.object({
  id: z.string(),
  reason: z.string(),
  actor: z.string(),
  runUrl: z.string().optional(),
  /** What served before, and what going back means. Absent only on a first deployment. */
  stable: releaseSchema.optional(),
  candidate: releaseSchema,
  plan: planSchema,
  /** Index into plan.steps; -1 before the first shift. */
  stepIndex: z.number().int().min(-1),
  phase: phaseSchema,
  phaseSinceMs: z.number(),
  /** When the current phase ends by itself, absolute; restart-safe because nobody sleeps a remainder. */
  deadlineMs: z.number().optional(),
  /** Share of requests on the candidate as last read back from the target, 0..100. */
  candidatePercent: z.number().min(0).max(100),
  operation: operationSchema.optional(),
  lease: leaseSchema.optional(),
  /** The judge's memory of the current step; with it a crash resumes exactly. */
  judge: judgeStateSchema.optional(),
  /** Set while holding: why, and in which phase to go on. */
  hold: z
    .object({
      /** A failure kind: what the rollout goes back for when it holds for too long. */
      kind: z.string(),
      reason: z.string(),
      sinceMs: z.number(),
      resume: phaseSchema,
      /** The resumed phase's deadline as it was; it moves by the time held. */
      resumeDeadlineMs: z.number(),
    })
    .optional(),
  /** Time already spent holding in this step; holding again does not begin anew. */
  heldMs: z.number().min(0).optional(),
  /** Why the rollout is not, or did not end, in succeeded. */
  failure: z.object({ kind: z.string(), text: z.string(), atMs: z.number() }).optional(),
  /** When the traffic was seen back on stable. */
  restoredAtMs: z.number().optional(),
  served: z.object({ stable: servedSchema, candidate: servedSchema }).optional(),
  /** The counters up to which `served` counts, so that the next actor goes on from there. */
  counted: counterMarkSchema.optional(),
  /** Ids by destination (a Slack ts, a deployment id) so that a message is edited in place. */
  messages: z.record(z.string(), z.string()),
  /** Sequence number of the last notice. */
  noticeSequence: z.number().int().min(0),
  startedAtMs: z.number(),
  endedAtMs: z.number().optional(),
  timeline: z.array(timelineEntrySchema),
});
export type Rollout = z.infer<typeof rolloutSchema>;

/** A digest that failed here; it is refused until somebody lifts that with a reason. */
export const quarantineSchema = z.object({
  digest: digestSchema,
  version: z.string(),
  rolloutId: z.string(),
  reason: z.string(),
  atMs: z.number(),
});

/**
 * The truth about one service in one environment, kept at the target. Everybody who acts reads it, decides, and writes
 * it back with compare-and-swap; whoever holds it can bring the target to a safe state.
 */
export const deliveryRecordSchema = z.object({
  schema: z.literal(1),
  service: z.string(),
  environment: z.string(),
  /** Fencing token: raised by each actor that takes over; an actor with an older one may not act. */
  epoch: z.number().int().min(0),
  /** The release that was last verified good and serves (or is going back to serving) everything. */
  live: releaseSchema.optional(),
  /** Releases that were live before, newest first, at most 10. */
  previous: z.array(releaseSchema),
  quarantine: z.array(quarantineSchema),
  /** The rollout under way, or the last one. */
  rollout: rolloutSchema.optional(),
  /** Earlier rollouts, newest first, at most 20. */
  history: z.array(
    z.object({
      rolloutId: z.string(),
      release: releaseSchema,
      phase: phaseSchema,
      text: z.string(),
      startedAtMs: z.number(),
      endedAtMs: z.number(),
    }),
  ),
  /** Notices not yet delivered; empty when everybody knows everything. */
  outbox: z.array(outboxEntrySchema),
});
export type DeliveryRecord = z.infer<typeof deliveryRecordSchema>;
