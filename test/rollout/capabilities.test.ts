import { describe, expect, it } from "vitest";
import { unsupportedBy } from "../../src/rollout/capabilities.ts";
import type { Plan, PlanStep } from "../../src/rollout/plan.ts";
import { planOf, restorePlan } from "../../src/rollout/plan-of.ts";
import type { TargetCapabilities } from "../../src/rollout/ports.ts";
import { canary, limits } from "./bench.ts";
import { abTest, blueGreen, shadow } from "./strategies-fixture.ts";

const everything: Required<TargetCapabilities> = {
  granularityPercent: 1,
  enforcesLease: true,
  headers: true,
  cookies: true,
  sticky: true,
  mirror: true,
  atomicSwitch: true,
  readsBack: true,
  manualBakeRelease: true,
  probes: true,
};
const nothing: TargetCapabilities = { granularityPercent: 100, enforcesLease: false };

const planWith = (step: Partial<PlanStep>): Plan => {
  const plan = planOf({ kind: "recreate", bakeMs: 0 }, limits, true);
  const base = { candidatePercent: 100, settleMs: 0, observeMs: 0, maxObserveMs: 1, gate: "guards" as const };
  return { ...plan, steps: [{ ...base, ...step }] };
};
const lacking = (plan: Plan, capabilities: TargetCapabilities) =>
  unsupportedBy(plan, capabilities).map(({ capability }) => capability);

describe("unsupportedBy", () => {
  it.each([
    ["a canary", canary, ["readsBack", "manualBakeRelease", "granularityPercent"]],
    ["blue-green", blueGreen, ["readsBack", "manualBakeRelease", "headers", "probes", "atomicSwitch"]],
    ["an A/B test by cookie", abTest, ["readsBack", "manualBakeRelease", "granularityPercent", "sticky"]],
    ["a shadow before a canary", shadow, ["readsBack", "manualBakeRelease", "mirror", "granularityPercent"]],
    ["recreate", { kind: "recreate", bakeMs: 0 } as const, ["readsBack"]],
  ])(
    "lists all that %s needs of a target that can do nothing, and nothing of one that can do all",
    (_, strategy, wants) => {
      const plan = planOf(strategy, limits, true);
      expect(lacking(plan, nothing).sort()).toEqual([...wants].sort());
      expect(lacking(plan, everything)).toEqual([]);
    },
  );

  it.each([
    [0, 1, true],
    [100, 100, true],
    [1, 1, true],
    [0.5, 1, false],
    [12.5, 1, false],
    [33.34, 0.01, true],
    [0.04, 0.04, true],
    [0.04, 0.05, false],
    [99.9, 100, false],
    [50, Number.NaN, false],
    [50, 0, false],
  ])("thinks that %d %% can be routed in steps of %d %%: %s", (candidatePercent, granularityPercent, can) => {
    const plan = planWith({ candidatePercent });
    expect(lacking(plan, { ...everything, granularityPercent })).toEqual(can ? [] : ["granularityPercent"]);
  });

  it("names each share that cannot be routed", () => {
    const texts = unsupportedBy(planOf({ ...canary, stepPercents: [0.5, 5, 12.5] }, limits, true), everything);
    expect(texts.map(({ stepIndex, text }) => [stepIndex, text])).toEqual([
      [0, "route 0.5 % of the requests; it splits them in steps of 1 %"],
      [2, "route 12.5 % of the requests; it splits them in steps of 1 %"],
    ]);
  });

  it("names the step that needs it first, once a capability", () => {
    const step = planWith({ rules: { mirrorPercent: 10 } }).steps;
    const plan = { ...planWith({}), steps: [...planWith({}).steps, ...step, ...step] };
    expect(unsupportedBy(plan, { ...everything, mirror: false })).toEqual([
      { capability: "mirror", stepIndex: 1, text: "copy 10 % of the requests" },
    ]);
  });

  it("asks of a restore by hand no more than to say what it routes", () => {
    expect(lacking(restorePlan(limits), nothing)).toEqual(["readsBack"]);
  });
});
