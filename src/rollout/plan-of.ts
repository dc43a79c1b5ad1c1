import { assertNever } from "../errors/assert-never.ts";
import type { Plan, PlanStep } from "./plan.ts";
import type { RolloutLimits, Strategy } from "./strategy.ts";

/** A step that is decided by guards passes at the first good look; without one for so long it is inconclusive. */
const guardWindowMs = 30_000;

/** All requests on the candidate, decided by readiness and hard guards alone. */
function fullStep(settleMs: number): PlanStep {
  return { candidatePercent: 100, settleMs, observeMs: 0, maxObserveMs: guardWindowMs, gate: "guards" };
}

function stepsOf(strategy: Strategy): PlanStep[] {
  switch (strategy.kind) {
    case "canary": {
      const { settleMs, observeMs, maxObserveMs } = strategy;
      const timing = { settleMs, observeMs, maxObserveMs: Math.max(observeMs, maxObserveMs) };
      const judged = strategy.stepPercents.map(
        (candidatePercent): PlanStep => ({ candidatePercent, ...timing, gate: "statistics" }),
      );
      // At 100 % stable serves nothing, so there is nothing to compare with: the bake watches the objectives instead.
      return [...judged, fullStep(settleMs)];
    }
    case "rolling":
      return Array.from({ length: strategy.batches }, (_, batch) => ({
        ...fullStep(strategy.settleMs),
        candidatePercent: (100 * (batch + 1)) / strategy.batches,
      }));
    case "recreate":
      return [fullStep(0)];
    default:
      return assertNever(strategy);
  }
}

/**
 * Turns a declared strategy into the data that the engine walks. Without a stable release (the first deployment) there
 * is nothing to split traffic with: one step of 100 %, decided by guards, then the bake.
 */
export function planOf(strategy: Strategy, limits: RolloutLimits, hasStable: boolean): Plan {
  const plan: Plan = {
    strategy: strategy.kind,
    steps: stepsOf(strategy),
    stopStableFirst: strategy.kind === "recreate",
    bakeMs: strategy.bakeMs,
    ...limits,
  };
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
