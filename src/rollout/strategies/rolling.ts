import { z } from "zod";
import { durationMsSchema, fullStep, type PlanShape } from "./steps.ts";

/** Replaces the instances in batches; each batch must be ready before the next starts. */
export const rollingSchema = z.strictObject({
  kind: z.literal("rolling"),
  batches: z.number().int().min(1).max(100),
  settleMs: durationMsSchema,
  bakeMs: durationMsSchema,
});

/** Even shares, in whole percents: targets that count in percents could not say 33.3 back. */
export function rollingPlan({ batches, settleMs }: z.infer<typeof rollingSchema>): PlanShape {
  const steps = Array.from({ length: batches }, (_, batch) => ({
    ...fullStep(settleMs),
    candidatePercent: Math.round((100 * (batch + 1)) / batches),
  }));
  return { strategy: "rolling", steps, stopStableFirst: false };
}
