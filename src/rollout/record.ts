import { z } from "zod";
import { digestSchema, releaseSchema } from "../release/release.ts";
import { counterMarkSchema } from "../slo/counter.ts";
import { evidenceTraceSchema } from "../slo/evidence-trace.ts";
import { judgeStateSchema } from "../slo/judge-state.ts";
import { marginSchema, pastContrastSchema } from "../slo/learnt-margin.ts";
import { auditEntrySchema, commandSchema } from "./governance/command.ts";
import { governanceSchema, irreversibleFromSchema } from "./governance/policy.ts";
import { outboxEntrySchema } from "./notice.ts";
import { phaseSchema } from "./phase.ts";
import { planSchema } from "./plan.ts";
import { servedByArmSchema, traceSchema } from "./trace-schema.ts";

/**
 * Who drives the rollout, and until when it is believed alive. `drive`: somebody is there and renews it; when it runs
 * out the traffic goes back. `unattended`: nobody is there on purpose, a long bake goes on by itself until then; when it
 * runs out the target does what `onExpiry` says.
 */
export const leaseSchema = z.discriminatedUnion("mode", [
  z.object({ mode: z.literal("drive"), holder: z.string(), untilMs: z.number() }),
  z.object({
    mode: z.literal("unattended"),
    holder: z.string(),
    untilMs: z.number(),
    onExpiry: z.enum(["keep", "rollback"]),
  }),
]);
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

export const rolloutSchema = z.object({
  id: z.string(),
  reason: z.string(),
  actor: z.string(),
  runUrl: z.string().optional(),
  /** What served before, and what going back means. Absent only on a first deployment. */
  stable: releaseSchema.optional(),
  candidate: releaseSchema,
  plan: planSchema,
  /** The team's rules as they were when the rollout began. */
  governance: governanceSchema,
  /** From this share on, in percent, it cannot be taken back by itself. Absent: it always can. */
  irreversibleFromPercent: irreversibleFromSchema.optional(),
  /** Freezes do not hold this rollout up; who said so, and why. */
  freezeOverride: z.object({ actor: z.string(), reason: z.string(), atMs: z.number() }).optional(),
  /** Stable itself is broken, and this is to mend it: bakes are left out. */
  hotfix: z.object({ by: z.string(), text: z.string(), atMs: z.number() }).optional(),
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
  /**
   * The judge's memory; whoever takes over goes on with it. Memory of another tidegate's judge that this one cannot read
   * is left out: the step is then judged anew, and without power it does not pass.
   */
  judge: judgeStateSchema.optional().catch(undefined),
  /** What `judge` is about: `step 2`, or `bake`. */
  judgedStep: z.string().optional(),
  /** What the judge's latest verdicts follow from, so that anybody can derive them again. Nothing is decided by it. */
  evidence: evidenceTraceSchema.optional().catch(undefined),
  /** What earlier rollouts here taught about equal arms, by indicator; fixed when the rollout begins. */
  margins: z.record(z.string(), marginSchema).optional(),
  /** The latest reason why the share may grow: a step's pass, at which epoch, given by the judge or by a person. */
  pass: z
    .object({ epoch: z.number().int().min(0), stepIndex: z.number().int().min(0), atMs: z.number(), by: z.string() })
    .optional(),
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
  /** Set while paused: by whom and why, and in which phase to go on. */
  pause: z
    .object({
      /** `manual`: a person asked for it. `freeze`: a freeze window is on. */
      kind: z.enum(["manual", "freeze"]),
      actor: z.string(),
      reason: z.string(),
      sinceMs: z.number(),
      resume: phaseSchema,
      /** What was left of the resumed phase's time; absent when it had no deadline. */
      leftMs: z.number().optional(),
    })
    .optional(),
  /** Time already spent holding in this step; holding again does not begin anew. */
  heldMs: z.number().min(0).optional(),
  /** Why the rollout is not, or did not end, in succeeded. */
  failure: z.object({ kind: z.string(), text: z.string(), atMs: z.number() }).optional(),
  /** When the traffic was seen back on stable. */
  restoredAtMs: z.number().optional(),
  served: servedByArmSchema.optional(),
  /** The counters up to which `served` counts, so that the next actor goes on from there. */
  counted: counterMarkSchema.optional(),
  /** Ids by destination (a Slack ts, a deployment id) so that a message is edited in place. */
  messages: z.record(z.string(), z.string()),
  /** Sequence number of the last notice. */
  noticeSequence: z.number().int().min(0),
  startedAtMs: z.number(),
  endedAtMs: z.number().optional(),
  /** At most 200 lines: the first and the latest, see `bounded`. */
  timeline: z.array(timelineEntrySchema),
  /** For reports. Nothing is decided by it, so one that cannot be read is left out. */
  trace: traceSchema.optional().catch(undefined),
});
export type Rollout = z.infer<typeof rolloutSchema>;

/**
 * A digest that failed here, or that a person took back after it had succeeded (`withdrawn`). It is refused here and in
 * the environments after this one until somebody lifts that with a reason.
 */
export const quarantineSchema = z.object({
  kind: z.enum(["failed", "withdrawn"]),
  digest: digestSchema,
  version: z.string(),
  rolloutId: z.string(),
  reason: z.string(),
  atMs: z.number(),
});

/** How far the arms of one rollout that ended well were apart. */
export const pastRolloutSchema = z.object({
  rolloutId: z.string(),
  digest: digestSchema,
  /** Key: indicator. */
  contrasts: z.record(z.string(), pastContrastSchema),
});
export type PastRollout = z.infer<typeof pastRolloutSchema>;

/**
 * The truth about one service in one environment, kept at the target. Everybody who acts reads it, decides, and writes
 * it back with compare-and-swap; whoever holds it can bring the target to a safe state.
 */
export const deliveryRecordSchema = z.object({
  formatVersion: z.literal(2),
  service: z.string(),
  environment: z.string(),
  /** Fencing token: raised by each actor that takes over; an actor with an older one may not act. */
  epoch: z.number().int().min(0),
  /** The release that was last verified good and serves (or is going back to serving) everything. */
  live: releaseSchema.optional(),
  /** Releases that were live before, newest first, at most 10. */
  previous: z.array(releaseSchema),
  /** Newest first, at most 200. */
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
      /** The run that began it, where there was one. */
      runUrl: z.string().optional(),
      /** Kind of its plan; absent in a line that an earlier version wrote. */
      strategy: z.string().optional(),
      /** What was live before it; absent on a first deployment, and in a line that an earlier version wrote. */
      replaced: releaseSchema.optional(),
      irreversibleFromPercent: irreversibleFromSchema.optional(),
    }),
  ),
  /** How far the arms were apart in rollouts that ended well, newest first, at most 50; the judge learns from it. */
  learnt: z.array(pastRolloutSchema).optional(),
  /** Notices not yet delivered; empty when everybody knows everything. At most 100. */
  outbox: z.array(outboxEntrySchema),
  /** What persons have asked for and nobody has seen to yet, oldest first; at most 20. */
  commands: z.array(commandSchema),
  /** Who decided what by hand, newest first, at most 100. */
  audit: z.array(auditEntrySchema),
});
export type DeliveryRecord = z.infer<typeof deliveryRecordSchema>;
