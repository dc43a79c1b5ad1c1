import { z } from "zod";
import { objectiveSchema } from "./objective-schema.ts";

const share = z.number().gt(0).lt(1);
const durationMs = z.number().int().min(0);

/** How one step of a rollout is judged. */
export const judgePolicySchema = z.object({
  objectives: z.array(objectiveSchema),
  /** `statistics` compares the arms' requests; `guards` looks at readiness, outright failure and burn alone. */
  gate: z.enum(["statistics", "guards"]),
  /** Chance of failing a candidate no worse than `riskRatio` × stable, over the whole rollout and all indicators. */
  alpha: share,
  /** The candidate may have this many times stable's failure ratio before it counts as worse. */
  riskRatio: z.number().min(1),
  /** A step needs this many requests on the candidate to pass. */
  minRequests: z.number().int().min(1),
  /** A passing step must have been able to see a failure ratio of this many times the allowed one. */
  detectRatio: z.number().gt(1),
  /** A step passes no earlier than this. */
  minDurationMs: durationMs,
  /** Without a decision by then the step is inconclusive. */
  maxDurationMs: durationMs,
  /** Chance of an early pass for a candidate that is at least `inferiorRatio` × as bad as stable. */
  beta: share,
  inferiorRatio: z.number().gt(1),
  /** A pass needs counters no older than this. */
  maxSampleAgeMs: durationMs,
  /** This many polls without counters in a row, or none for `maxStaleMs`, is a provider error. */
  maxProviderErrors: z.number().int().min(1),
  maxStaleMs: durationMs,
  /** How often the candidate's instances may end by themselves. */
  maxRestarts: z.number().int().min(0),
  /** Decide and report, but answer `skipped`. */
  dryRun: z.boolean(),
});
export type JudgePolicy = z.infer<typeof judgePolicySchema>;
