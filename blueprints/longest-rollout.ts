import { assertNever } from "../src/errors/assert-never.ts";
import type { RolloutLimits, Strategy } from "../src/rollout/strategy.ts";

function strategyMs(strategy: Strategy): number {
  switch (strategy.kind) {
    case "canary": {
      const stepMs = strategy.settleMs + strategy.maxObserveMs;
      return (strategy.stepPercents.length + 1) * stepMs + strategy.bakeMs;
    }
    case "rolling":
      return strategy.batches * strategy.settleMs + strategy.bakeMs;
    case "recreate":
      return strategy.bakeMs;
    default:
      return assertNever(strategy);
  }
}

/** Getting ready, every step and one hold at its limit: a rollout that takes longer is stuck. In minutes, rounded up. */
export function longestRolloutMinutes(strategy: Strategy, limits: RolloutLimits): number {
  return Math.ceil((limits.readyTimeoutMs + strategyMs(strategy) + limits.maxHoldMs) / 60_000);
}
