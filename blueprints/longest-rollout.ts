import { planOf } from "../src/rollout/plan-of.ts";
import type { RolloutLimits, Strategy } from "../src/rollout/strategy.ts";

/** Getting ready, every step and one hold at its limit: a rollout that takes longer is stuck. In minutes, rounded up. */
export function longestRolloutMinutes(strategy: Strategy, limits: RolloutLimits): number {
  const { steps, bakeMs, readyTimeoutMs, maxHoldMs } = planOf(strategy, limits, true);
  const stepsMs = steps.reduce((sum, { settleMs, maxObserveMs }) => sum + settleMs + maxObserveMs, 0);
  return Math.ceil((readyTimeoutMs + stepsMs + bakeMs + maxHoldMs) / 60_000);
}
