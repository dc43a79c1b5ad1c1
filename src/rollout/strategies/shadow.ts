import { z } from "zod";
import { durationMsSchema, type PlanShape } from "./steps.ts";

/** Copies of users' requests go to the new release, whose replies nobody sees; then another strategy takes over. */
export const shadowSchema = z.strictObject({
  kind: z.literal("shadow"),
  /** Share of the requests that are copied. */
  mirrorPercent: z.number().gt(0).max(100),
  settleMs: durationMsSchema,
  observeMs: durationMsSchema,
  maxObserveMs: durationMsSchema,
});

/** @param followedBy how the release reaches users once its shadow was no worse */
export function shadowPlan(strategy: z.infer<typeof shadowSchema>, followedBy: PlanShape): PlanShape {
  const { mirrorPercent, settleMs, observeMs, maxObserveMs } = strategy;
  const shadow = {
    candidatePercent: 0,
    rules: { mirrorPercent },
    settleMs,
    observeMs,
    maxObserveMs: Math.max(observeMs, maxObserveMs),
    gate: "statistics" as const,
  };
  return { strategy: "shadow", steps: [shadow, ...followedBy.steps], stopStableFirst: false };
}
