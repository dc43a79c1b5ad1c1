import { z } from "zod";
import type { PlanStep } from "../plan.ts";
import { requestMatchSchema, servicePathSchema } from "../traffic-rules.ts";
import { durationMsSchema, fullStep, guardWindowMs, type PlanShape } from "./steps.ts";

/** Starts the new release beside the old one, verifies it without users, switches at one moment, and can switch back. */
export const blueGreenSchema = z.strictObject({
  kind: z.literal("blue-green"),
  /** Paths that the candidate must answer well before and after the switch, asked for by the target. */
  smoke: z.array(servicePathSchema).min(1).max(50),
  smokePerSecond: z.number().gt(0).max(100),
  /** Requests that reach the candidate before the switch, for people and tests. */
  preview: requestMatchSchema.optional(),
  settleMs: durationMsSchema,
  /** How long the candidate is verified before the switch, at least. */
  verifyMs: durationMsSchema,
  maxVerifyMs: durationMsSchema,
  /** How long it is verified after the switch before the bake begins. */
  verifySwitchedMs: durationMsSchema,
  /** The old release stays warm for so long. */
  bakeMs: durationMsSchema,
});

export function blueGreenPlan(strategy: z.infer<typeof blueGreenSchema>): PlanShape {
  const { smoke, smokePerSecond, preview, settleMs, verifyMs, maxVerifyMs, verifySwitchedMs } = strategy;
  const probes = { paths: smoke, requestsPerSecond: smokePerSecond, arms: ["candidate" as const] };
  const verified: PlanStep = {
    candidatePercent: 0,
    rules: { probes, ...(preview === undefined ? {} : { match: [preview] }) },
    settleMs: 0,
    observeMs: verifyMs,
    maxObserveMs: Math.max(verifyMs, maxVerifyMs),
    gate: "smoke",
  };
  const switched: PlanStep = {
    ...fullStep(settleMs),
    rules: { probes },
    atomic: true,
    observeMs: verifySwitchedMs,
    maxObserveMs: verifySwitchedMs + Math.max(guardWindowMs, maxVerifyMs),
    gate: "smoke",
  };
  return { strategy: "blue-green", steps: [verified, switched], stopStableFirst: false };
}
