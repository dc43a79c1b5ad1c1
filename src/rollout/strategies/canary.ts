import { z } from "zod";
import type { PlanStep } from "../plan.ts";
import { probesSchema } from "../traffic-rules.ts";
import { durationMsSchema, fullStep, type PlanShape } from "./steps.ts";

/** Widens the candidate's share step by step; each step is judged on counted requests. */
export const canarySchema = z.strictObject({
  kind: z.literal("canary"),
  /** Ascending shares in percent, each below 100; 100 follows by itself. */
  stepPercents: z.array(z.number().gt(0).lt(100)).min(1),
  settleMs: durationMsSchema,
  observeMs: durationMsSchema,
  maxObserveMs: durationMsSchema,
  bakeMs: durationMsSchema,
  /** Requests of the target's own to both arms, so that a quiet service can be judged too. */
  probes: probesSchema.optional(),
});

export function canaryPlan(strategy: z.infer<typeof canarySchema>): PlanShape {
  const { settleMs, observeMs, maxObserveMs, probes } = strategy;
  const timing = { settleMs, observeMs, maxObserveMs: Math.max(observeMs, maxObserveMs) };
  const judged = strategy.stepPercents.map(
    (candidatePercent): PlanStep => ({
      candidatePercent,
      ...timing,
      gate: "statistics",
      ...(probes === undefined ? {} : { rules: { probes } }),
    }),
  );
  // At 100 % stable serves nothing, so there is nothing to compare with: the bake watches the objectives instead.
  return { strategy: "canary", steps: [...judged, fullStep(settleMs)], stopStableFirst: false };
}
