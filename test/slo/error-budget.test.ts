import { describe, expect, it } from "vitest";
import { budgetPolicy, errorBudget, firingAlerts } from "../../src/slo/error-budget.ts";
import type { Objective } from "../../src/slo/objective.ts";

const threeNines: Objective = { kind: "availability", target: 0.999 };
const hour = 3_600_000;

describe("an error budget", () => {
  it.each([
    { failures: 0, remaining: 1 },
    { failures: 250, remaining: 0.75 },
    { failures: 1000, remaining: 0 },
    { failures: 1500, remaining: -0.5 },
  ])("of a thousand has $remaining left after $failures", ({ failures, remaining }) => {
    expect(errorBudget({ requests: 1_000_000, failures }, threeNines)?.remaining).toBeCloseTo(remaining, 9);
  });

  it("is unknown without requests", () => {
    expect(errorBudget({ requests: 0, failures: 0 }, threeNines)).toBeUndefined();
  });
});

describe("alerts on the whole service", () => {
  /** A service whose last `badMs` fail at this ratio, and that was perfect before. */
  const service = (ratio: number, badMs: number) => (windowMs: number) => ({
    requests: windowMs / 100,
    failures: Math.round((Math.min(windowMs, badMs) / 100) * ratio),
  });

  it.each([
    { what: "an outage of five minutes", ratio: 1, badMs: 5 * 60_000, severities: ["page", "page", "ticket"] },
    { what: "2 % for an hour", ratio: 0.02, badMs: hour, severities: ["page"] },
    { what: "1 % for six hours", ratio: 0.01, badMs: 6 * hour, severities: ["page"] },
    { what: "0.4 % for a day", ratio: 0.004, badMs: 24 * hour, severities: ["ticket", "ticket"] },
    { what: "exactly the budget, for ever", ratio: 0.001, badMs: 999 * hour, severities: [] },
  ])("fire for $what", ({ ratio, badMs, severities }) => {
    const fired = firingAlerts(service(ratio, badMs), threeNines).map(({ severity }) => severity);
    expect(fired.slice(0, severities.length)).toEqual(severities);
    if (severities.length === 0) expect(fired).toEqual([]);
  });

  it("are silent about windows that nobody can tell", () => {
    expect(firingAlerts(() => undefined, threeNines)).toEqual([]);
  });
});

describe("the policy when the budget is gone", () => {
  const budget = (remaining: number) => ({ allowed: 1000, spent: 1000 * (1 - remaining), remaining });
  it.each([
    { remaining: 0.01, isFix: false, kind: "allowed" },
    { remaining: 0, isFix: false, kind: "refused" },
    { remaining: -1, isFix: false, kind: "refused" },
    { remaining: -1, isFix: true, kind: "allowed" },
  ])("with $remaining left, a fix: $isFix, is $kind", ({ remaining, isFix, kind }) => {
    expect(budgetPolicy({ budget: budget(remaining), isFix }).kind).toBe(kind);
  });

  it("takes an unknown budget for a spent one, but for fixes", () => {
    expect(budgetPolicy({ budget: undefined, isFix: false }).kind).toBe("refused");
    expect(budgetPolicy({ budget: undefined, isFix: true }).kind).toBe("allowed");
    expect(budgetPolicy({ budget: budget(Number.NaN), isFix: false }).kind).toBe("refused");
  });
});
