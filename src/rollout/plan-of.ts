import { assertNever } from "../errors/assert-never.ts";
import type { Plan } from "./plan.ts";
import { abTestPlan } from "./strategies/ab-test.ts";
import { blueGreenPlan } from "./strategies/blue-green.ts";
import { canaryPlan } from "./strategies/canary.ts";
import { computedCanaryPlan } from "./strategies/computed-canary.ts";
import { recreatePlan } from "./strategies/recreate.ts";
import { rollingPlan } from "./strategies/rolling.ts";
import { shadowPlan } from "./strategies/shadow.ts";
import { fullStep, type PlanShape } from "./strategies/steps.ts";
import type { RolloutLimits, Strategy } from "./strategy.ts";

function shapeOf(strategy: Strategy): PlanShape {
  switch (strategy.kind) {
    case "canary":
      return canaryPlan(strategy);
    case "computed-canary":
      return computedCanaryPlan(strategy);
    case "rolling":
      return rollingPlan(strategy);
    case "recreate":
      return recreatePlan();
    case "blue-green":
      return blueGreenPlan(strategy);
    case "ab-test":
      return abTestPlan(strategy);
    case "shadow":
      return shadowPlan(strategy, shapeOf(strategy.followedBy));
    default:
      return assertNever(strategy);
  }
}

/**
 * Turns a declared strategy into the data that the engine walks. Without a stable release (the first deployment) there
 * is nothing to split traffic with: one step of 100 %, decided by guards, then the bake.
 */
export function planOf(strategy: Strategy, limits: RolloutLimits, hasStable: boolean): Plan {
  const { bakeMs } = strategy.kind === "shadow" ? strategy.followedBy : strategy;
  const plan: Plan = { ...shapeOf(strategy), bakeMs, ...limits };
  return hasStable ? plan : planWithoutStable(plan);
}

/** The same plan when nothing serves yet. */
export function planWithoutStable(plan: Plan): Plan {
  return { ...plan, steps: [fullStep(plan.steps.at(-1)?.settleMs ?? 0)], stopStableFirst: false };
}

/**
 * Going back by hand to a release that was live before: all at once, no metrics, no registry, no bake. The limits are
 * those of the rollout that is taken back, because they are in the record and nothing else need be reachable.
 */
export function restorePlan(limits: RolloutLimits): Plan {
  const { readyTimeoutMs, maxHoldMs, leaseMs, pollMs } = limits;
  return {
    strategy: "restore",
    steps: [fullStep(0)],
    stopStableFirst: false,
    bakeMs: 0,
    readyTimeoutMs,
    maxHoldMs,
    leaseMs,
    pollMs,
  };
}
