import { z } from "zod";
import { trafficRulesSchema } from "./traffic-rules.ts";

/**
 * How one step is decided. `statistics`: the judge compares the arms' counted requests. `guards`: readiness and hard
 * guards only, for strategies that do not split traffic by request (rolling, recreate) and for a first deployment that
 * has nothing to compare with. `smoke`: the candidate answers the step's own probes well, all of them.
 */
export const gateSchema = z.enum(["statistics", "guards", "smoke"]);
export type Gate = z.infer<typeof gateSchema>;

/**
 * What ends a step beside its verdict; a verdict can still end it the bad way at any time. `decision`: somebody says so,
 * and if nobody does until the step's time is up, the rollout goes back. `date`: a moment, in milliseconds since the
 * epoch, before which the step does not pass; then it passes with the next good verdict, or the rollout goes back as
 * planned.
 */
export const stepEndSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("decision") }),
  z.object({ kind: z.literal("date"), atMs: z.number().int(), outcome: z.enum(["advance", "go-back"]) }),
]);
export type StepEnd = z.infer<typeof stepEndSchema>;

export const planStepSchema = z.object({
  /** Share of requests that the candidate serves in this step, 0..100. */
  candidatePercent: z.number().min(0).max(100),
  /** What is done with requests beside the share; absent: nothing. */
  rules: trafficRulesSchema.optional(),
  /** All requests move at one moment; the target must be able to. */
  atomic: z.boolean().optional(),
  /** Warm-up after the shift: only the guards, and failures that no cold start explains, count in it. */
  settleMs: z.number().int().min(0),
  /** The step passes no earlier than this after settling. */
  observeMs: z.number().int().min(0),
  /** Without a pass by then the step is inconclusive, and the rollout goes back. At least `observeMs`. */
  maxObserveMs: z.number().int().min(0),
  gate: gateSchema,
  /** What else must happen before the step passes; absent: nothing. */
  end: stepEndSchema.optional(),
});
export type PlanStep = z.infer<typeof planStepSchema>;

/** A rollout as data: the engine walks it and knows no strategies. Every duration is in milliseconds. */
export const planSchema = z.object({
  /** For people; nothing is decided by it but what `restore` means. */
  strategy: z.enum(["canary", "rolling", "recreate", "blue-green", "ab-test", "shadow", "restore"]),
  /** Shares that never fall; the last one is 100. Advancing to the next needs a pass at this one. */
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
