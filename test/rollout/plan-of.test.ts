import { describe, expect, it } from "vitest";
import { planSchema } from "../../src/rollout/plan.ts";
import { planOf, restorePlan } from "../../src/rollout/plan-of.ts";
import type { Strategy } from "../../src/rollout/strategy.ts";
import { canary, limits } from "./bench.ts";

const rolling: Strategy = { kind: "rolling", batches: 4, settleMs: 500, bakeMs: 2_000 };
const recreate: Strategy = { kind: "recreate", bakeMs: 0 };

describe("planOf", () => {
  it.each([
    [canary, true, [5, 20, 50, 100], ["statistics", "statistics", "statistics", "guards"]],
    [rolling, true, [25, 50, 75, 100], ["guards", "guards", "guards", "guards"]],
    [recreate, true, [100], ["guards"]],
    [canary, false, [100], ["guards"]],
    [rolling, false, [100], ["guards"]],
    [recreate, false, [100], ["guards"]],
  ])("turns %j, with a stable release: %s, into shares %j", (strategy, hasStable, shares, gates) => {
    const plan = planOf(strategy, limits, hasStable);
    expect(plan.steps.map(({ candidatePercent }) => candidatePercent)).toEqual(shares);
    expect(plan.steps.map(({ gate }) => gate)).toEqual(gates);
    expect(planSchema.parse(plan)).toEqual(plan);
  });

  it("ends at all requests, however the batches divide", () => {
    for (let batches = 1; batches <= 100; batches++) {
      const { steps } = planOf({ ...rolling, batches }, limits, true);
      expect(steps.at(-1)?.candidatePercent).toBe(100);
    }
  });

  it("stops stable first only where two releases cannot run side by side and there is one", () => {
    expect(planOf(recreate, limits, true).stopStableFirst).toBe(true);
    expect(planOf(recreate, limits, false).stopStableFirst).toBe(false);
    expect(planOf(canary, limits, true).stopStableFirst).toBe(false);
  });

  it("never gives a step less time at most than at least", () => {
    const plan = planOf({ ...canary, observeMs: 9_000, maxObserveMs: 1_000 }, limits, true);
    for (const step of plan.steps) expect(step.maxObserveMs).toBeGreaterThanOrEqual(step.observeMs);
  });
});

describe("restorePlan", () => {
  it("goes back at once, by readiness alone, with the limits of the plan it takes back", () => {
    const plan = restorePlan(planOf(canary, limits, true));
    expect(plan).toMatchObject({ strategy: "restore", bakeMs: 0, stopStableFirst: false, ...limits });
    expect(plan.steps).toMatchObject([{ candidatePercent: 100, gate: "guards", settleMs: 0, observeMs: 0 }]);
  });
});
