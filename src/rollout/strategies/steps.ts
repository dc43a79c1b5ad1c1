import { z } from "zod";
import type { Plan, PlanStep } from "../plan.ts";

export const durationMsSchema = z.number().int().min(0);

/** What a strategy decides of a plan; limits and bake are the same for all. */
export type PlanShape = Pick<Plan, "strategy" | "steps" | "stopStableFirst">;

/** A step that is decided by guards passes at the first good look; without one for so long it is inconclusive. */
export const guardWindowMs = 30_000;

/** All requests on the candidate, decided by readiness and hard guards alone. */
export function fullStep(settleMs: number): PlanStep {
  return { candidatePercent: 100, settleMs, observeMs: 0, maxObserveMs: guardWindowMs, gate: "guards" };
}
