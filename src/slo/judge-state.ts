import { z } from "zod";
import { counterMarkSchema } from "./counter.ts";
import { armCountsSchema } from "./counts-schema.ts";
import { sequentialStateSchema } from "./sequential-test.ts";

/** What both arms served from `startMs` on, for one bucket length. */
export const bucketSchema = z.object({ startMs: z.number(), arms: armCountsSchema });
export type Bucket = z.infer<typeof bucketSchema>;

const indicatorStateSchema = z.object({
  /** "The candidate is worse", over the whole rollout: one α for all steps. */
  degraded: sequentialStateSchema,
  /** "The candidate is not much worse", over the current step: what went well at 5 % proves nothing about 50 %. */
  nonInferior: sequentialStateSchema,
  /** All that was counted in the rollout, and in the current step, whether or not it could be compared. */
  rollout: armCountsSchema,
  step: armCountsSchema,
  /** The last minutes in short spans, oldest first, for burn rates. */
  recent: z.array(bucketSchema),
});
export type IndicatorState = z.infer<typeof indicatorStateSchema>;

/** The judge's memory of a rollout, as plain JSON. It lives in the record; a crash loses nothing and doubles nothing. */
export const judgeStateSchema = z.object({
  /** When the current step's observation began. */
  stepStartedAtMs: z.number(),
  /** The counters at the last good scrape of this step; absent before the first. */
  mark: counterMarkSchema.optional(),
  provider: z.object({
    consecutiveErrors: z.number().int().min(0),
    /** When the newest counters were read; the start of the step before that. */
    lastSampleAtMs: z.number(),
    lastError: z.string().optional(),
  }),
  /** What both arms served since the candidate last answered anything well. */
  failingRun: armCountsSchema,
  indicators: z.record(z.string(), indicatorStateSchema),
});
export type JudgeState = z.infer<typeof judgeStateSchema>;
