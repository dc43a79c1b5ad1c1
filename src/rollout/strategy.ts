import { z } from "zod";

const durationMs = z.number().int().min(0);

/** Widens the candidate's share step by step; each step is judged on counted requests. */
export const canarySchema = z.strictObject({
  kind: z.literal("canary"),
  /** Ascending shares in percent, each below 100; 100 follows by itself. */
  stepPercents: z.array(z.number().gt(0).lt(100)).min(1),
  settleMs: durationMs,
  observeMs: durationMs,
  maxObserveMs: durationMs,
  bakeMs: durationMs,
});

/** Replaces the instances in batches; each batch must be ready before the next starts. */
export const rollingSchema = z.strictObject({
  kind: z.literal("rolling"),
  batches: z.number().int().min(1).max(100),
  settleMs: durationMs,
  bakeMs: durationMs,
});

/** Stops the old release, then starts the new one: there is a gap. */
export const recreateSchema = z.strictObject({ kind: z.literal("recreate"), bakeMs: durationMs });

/** How a release replaces another, as declared; `planOf` turns it into a plan. */
export const strategySchema = z.discriminatedUnion("kind", [canarySchema, rollingSchema, recreateSchema]);
export type Strategy = z.infer<typeof strategySchema>;

/** Limits that hold whatever the strategy is. */
export const rolloutLimitsSchema = z.strictObject({
  readyTimeoutMs: z.number().int().positive(),
  maxHoldMs: z.number().int().positive(),
  leaseMs: z.number().int().positive(),
  pollMs: z.number().int().positive(),
});
export type RolloutLimits = z.infer<typeof rolloutLimitsSchema>;
