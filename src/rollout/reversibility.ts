import type { Rollout } from "./record.ts";

/**
 * Whether the rollout has set out for a share from which it cannot be taken back. The share that was asked for counts,
 * not the one read back: the target may have done what it did not confirm.
 */
export function isPastReturn(rollout: Pick<Rollout, "irreversibleFromPercent" | "plan" | "stepIndex">): boolean {
  const { irreversibleFromPercent: fromPercent, plan, stepIndex } = rollout;
  const percent = plan.steps[stepIndex]?.candidatePercent ?? 0;
  return fromPercent !== undefined && percent > 0 && percent >= fromPercent;
}
