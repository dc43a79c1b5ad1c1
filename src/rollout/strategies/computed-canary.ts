import { z } from "zod";
import type { PlanStep } from "../plan.ts";
import { probesSchema } from "../traffic-rules.ts";
import { durationMsSchema, fullStep, type PlanShape } from "./steps.ts";

/**
 * A canary whose shares and times were computed from the traffic and the harm that may be done; see `computeSteps`. The
 * result is what is declared, so that it can be read and reviewed.
 */
export const computedCanarySchema = z.strictObject({
  kind: z.literal("computed-canary"),
  /** Ascending shares, each below 100; 100 follows by itself. */
  steps: z
    .array(
      z.strictObject({
        percent: z.number().gt(0).lt(100),
        observeMs: durationMsSchema,
        maxObserveMs: durationMsSchema,
      }),
    )
    .min(1),
  settleMs: durationMsSchema,
  bakeMs: durationMsSchema,
  probes: probesSchema.optional(),
  /** What it was computed from; for people. */
  basis: z.strictObject({ requestsPerSecond: z.number().positive(), harmedRequests: z.number().positive() }),
});

export function computedCanaryPlan({ steps, settleMs, probes }: z.infer<typeof computedCanarySchema>): PlanShape {
  const judged = steps.map(
    ({ percent, observeMs, maxObserveMs }): PlanStep => ({
      candidatePercent: percent,
      settleMs,
      observeMs,
      maxObserveMs: Math.max(observeMs, maxObserveMs),
      gate: "statistics",
      ...(probes === undefined ? {} : { rules: { probes } }),
    }),
  );
  return { strategy: "canary", steps: [...judged, fullStep(settleMs)], stopStableFirst: false };
}
