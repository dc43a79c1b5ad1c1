import { z } from "zod";

/**
 * Where a rollout is. The way forward is admitted → preparing → (shifting → settling → observing) a step → baking →
 * promoting → succeeded. `baking` comes before `promoting`: all requests are on the candidate while the old release is
 * still warm, and only what survived that is made the stable arm. `promoting` is the point of no return.
 *
 * `holding` waits for evidence, `paused` for a person or the end of a freeze; the safety guards go on in both. `frozen`
 * is a release that cannot be taken back any more and has failed: the share stays, and a person decides.
 */
export const phaseSchema = z.enum([
  "admitted",
  "preparing",
  "shifting",
  "settling",
  "observing",
  "holding",
  "paused",
  "promoting",
  "baking",
  "succeeded",
  "rolling-back",
  "rolled-back",
  "rollback-failed",
  "frozen",
  "abandoned",
]);
export type Phase = z.infer<typeof phaseSchema>;

/** Nothing is left to do: the target is all-stable or all-candidate, and no lease is needed. */
export type TerminalPhase = Extract<Phase, "succeeded" | "rolled-back" | "abandoned">;

/** `rollback-failed` is not terminal: reconcile keeps trying. */
export function isTerminal(phase: Phase): phase is TerminalPhase {
  return phase === "succeeded" || phase === "rolled-back" || phase === "abandoned";
}

/** Nobody need drive it: it has ended, or only a person can say how it goes on. */
export function isAtRest(phase: Phase): boolean {
  return isTerminal(phase) || phase === "frozen";
}

/** All that is left is to bring the traffic back. */
export function isGoingBack(phase: Phase): boolean {
  return phase === "rolling-back" || phase === "rollback-failed";
}
