import { z } from "zod";

/**
 * Where a rollout is. The way forward is admitted → preparing → (shifting → settling → observing) a step → baking →
 * promoting → succeeded. `baking` comes before `promoting`: all requests are on the candidate while the old release is
 * still warm, and only what survived that is made the stable arm. `promoting` is the point of no return.
 */
export const phaseSchema = z.enum([
  "admitted",
  "preparing",
  "shifting",
  "settling",
  "observing",
  "holding",
  "promoting",
  "baking",
  "succeeded",
  "rolling-back",
  "rolled-back",
  "rollback-failed",
  "abandoned",
]);
export type Phase = z.infer<typeof phaseSchema>;

/** Nothing is left to do: the target is all-stable or all-candidate, and no lease is needed. */
export type TerminalPhase = Extract<Phase, "succeeded" | "rolled-back" | "abandoned">;

/** `rollback-failed` is not terminal: reconcile keeps trying. */
export function isTerminal(phase: Phase): phase is TerminalPhase {
  return phase === "succeeded" || phase === "rolled-back" || phase === "abandoned";
}
