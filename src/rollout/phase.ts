import { z } from "zod";

/** Where a rollout is. See docs/architecture.md for the transitions. */
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
