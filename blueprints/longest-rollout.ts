import type { Governance } from "../src/rollout/governance/policy.ts";
import { longestAttendedBakeMs } from "../src/rollout/lease.ts";
import type { PlanStep } from "../src/rollout/plan.ts";
import { planOf } from "../src/rollout/plan-of.ts";
import type { RolloutLimits, Strategy } from "../src/rollout/strategy.ts";

type Patience = Pick<Governance, "longBake" | "waitMs">;

/**
 * Waiting for another, getting ready, every step and one hold at its limit: a rollout that takes longer is stuck. In
 * minutes, rounded up.
 *
 * @param governance unless `longBake` is `attended`, the job does not wait for long bakes and tests: the watchdog
 * finishes those
 */
export function longestRolloutMinutes(
  strategy: Strategy,
  limits: RolloutLimits,
  { longBake, waitMs }: Patience = { longBake: "attended", waitMs: 0 },
): number {
  const { steps, bakeMs, readyTimeoutMs, maxHoldMs } = planOf(strategy, limits, true);
  const isAttended = longBake === "attended";
  const stepsMs = steps.reduce((sum, step) => sum + step.settleMs + observedMs(step, isAttended), 0);
  const bakedMs = isAttended || bakeMs <= longestAttendedBakeMs ? bakeMs : 0;
  return Math.ceil((waitMs + readyTimeoutMs + stepsMs + bakedMs + maxHoldMs) / 60_000);
}

function observedMs({ end, observeMs, maxObserveMs }: PlanStep, isAttended: boolean): number {
  const isLeft = end !== undefined && !isAttended && maxObserveMs > longestAttendedBakeMs;
  return isLeft ? observeMs : maxObserveMs;
}
