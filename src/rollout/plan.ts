import { z } from "zod";

/**
 * How one step is decided. `statistics`: the judge compares the arms' counted requests. `guards`: readiness and hard
 * guards only, for strategies that do not split traffic by request (rolling, recreate) and for a first deployment that
 * has nothing to compare with.
 */
export const gateSchema = z.enum(["statistics", "guards"]);
export type Gate = z.infer<typeof gateSchema>;

export const planStepSchema = z.object({
  /** Share of requests that the candidate serves in this step, 0 < percent ≤ 100. */
  candidatePercent: z.number().gt(0).max(100),
  /** Time after the shift during which requests are not counted: warm-up and scrape lag. */
  settleMs: z.number().int().min(0),
  /** The step passes no earlier than this after settling. */
  observeMs: z.number().int().min(0),
  /** Without a pass by then the step is inconclusive, and the rollout goes back. At least `observeMs`. */
  maxObserveMs: z.number().int().min(0),
  gate: gateSchema,
});
export type PlanStep = z.infer<typeof planStepSchema>;

/** A rollout as data: the engine walks it and knows no strategies. Every duration is in milliseconds. */
export const planSchema = z.object({
  strategy: z.enum(["canary", "rolling", "recreate", "restore"]),
  /** Ascending shares; the last one is 100. Advancing to the next needs a pass at this one. */
  steps: z.array(planStepSchema).min(1),
  /** Stop the stable arm before the candidate serves (recreate): there is a gap, and going back restarts stable. */
  stopStableFirst: z.boolean(),
  /** How long the candidate may take to become ready. */
  readyTimeoutMs: z.number().int().positive(),
  /** After 100 %: the old release stays warm and the judge goes on for this long. */
  bakeMs: z.number().int().min(0),
  /** How long a rollout may hold (metrics missing, no traffic) before it goes back. */
  maxHoldMs: z.number().int().positive(),
  /** Nobody renewed the lease for this long: the target takes the traffic back by itself. */
  leaseMs: z.number().int().positive(),
  /** How often target and metrics are read. */
  pollMs: z.number().int().positive(),
});
export type Plan = z.infer<typeof planSchema>;
