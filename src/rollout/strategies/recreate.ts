import { z } from "zod";
import { durationMsSchema, fullStep, type PlanShape } from "./steps.ts";

/** Stops the old release, then starts the new one: there is a gap. */
export const recreateSchema = z.strictObject({ kind: z.literal("recreate"), bakeMs: durationMsSchema });

export function recreatePlan(): PlanShape {
  return { strategy: "recreate", steps: [fullStep(0)], stopStableFirst: true };
}
