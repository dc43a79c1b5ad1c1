import type { PlanStep } from "./plan.ts";
import type { Rollout } from "./record.ts";

export type StepToJudge = Pick<
  PlanStep,
  "candidatePercent" | "gate" | "settleMs" | "observeMs" | "maxObserveMs" | "rules"
>;

export const bakeKey = "bake";

/** What the judge looks at now. */
export interface ToJudge {
  /** `step 2`, or {@link bakeKey}: while it stays the same, so does the judge's memory. */
  readonly key: string;
  readonly step: StepToJudge;
  /** When the step began for the judge: with its warm-up. */
  readonly startedAtMs: number;
  /** While the candidate settles only a `fail` is acted upon. */
  readonly isSettling: boolean;
}

/**
 * What is judged in this phase: the step, from its warm-up on, or, behind the key `bake`, the candidate alone with all
 * the traffic. A rollout that holds or is paused is judged as before.
 */
export function judgedStep(rollout: Rollout): ToJudge | undefined {
  const phase = rollout.hold?.resume ?? rollout.pause?.resume ?? rollout.phase;
  const step = rollout.plan.steps[rollout.stepIndex];
  const { phaseSinceMs, plan, stepIndex } = rollout;
  if (phase === "baking") {
    const bake = {
      candidatePercent: 100,
      gate: "guards",
      settleMs: 0,
      observeMs: 0,
      maxObserveMs: plan.bakeMs,
    } as const;
    return { key: bakeKey, step: bake, startedAtMs: phaseSinceMs, isSettling: false };
  }
  if (step === undefined || (phase !== "settling" && phase !== "observing")) return undefined;
  const isSettling = phase === "settling";
  // Somebody without a memory of the warm-up has missed it: it is over once the step is observed.
  const startedAtMs = isSettling ? phaseSinceMs : phaseSinceMs - step.settleMs;
  return { key: `step ${stepIndex}`, step, startedAtMs, isSettling };
}
