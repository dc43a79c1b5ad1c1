import { describe, expect, it } from "vitest";
import { budgetStanding, errorBudget, firingAlerts } from "../../src/slo/error-budget.ts";
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

describe("where the budgets stand", () => {
  const fast: Objective = { kind: "latency", target: 0.95, underMs: 50 };
  const served = (failures: number) => ({ errors: { requests: 1_000_000, failures } });

  it.each([
    [0, 0, "left", "errors: 100 % of the error budget is left (0 bad requests, 1,000 allowed)"],
    [999, 0, "left", "errors: 0.1 % of the error budget is left (999 bad requests, 1,000 allowed)"],
    [1_000, 0, "spent", "errors: the error budget is gone (1,000 bad requests, 1,000 allowed)"],
    [2_500, 0, "spent", "errors: the error budget is gone (2,500 bad requests, 1,000 allowed)"],
    [899, 0.1, "left", "errors: 10.1 % of the error budget is left (899 bad requests, 1,000 allowed)"],
    [
      901,
      0.1,
      "spent",
      "errors: 9.9 % of the error budget is left, more than 10 % is needed (901 bad requests, 1,000 allowed)",
    ],
  ])("%i bad requests, more than %d needed: %s", (failures, minRemaining, kind, text) => {
    expect(budgetStanding([threeNines], served(failures), minRemaining)).toEqual({ kind, text });
  });

  it("is that of the objective of which the least is left", () => {
    const both = { ...served(100), "slow-50ms": { requests: 1_000, failures: 51 } };
    expect(budgetStanding([threeNines, fast], both, 0)).toEqual({
      kind: "spent",
      text: "slow-50ms: the error budget is gone (51 bad requests, 50 allowed)",
    });
  });

  it.each([
    ["no requests", { errors: { requests: 0, failures: 0 } }, [threeNines]],
    ["no answer for an objective", { errors: { requests: 10, failures: 0 } }, [threeNines, fast]],
    ["a number that is none", served(Number.NaN), [threeNines]],
    ["no objective", served(0), []],
  ])("is unknown with %s", (_what, counts, objectives) => {
    expect(budgetStanding(objectives, counts, 0).kind).toBe("unknown");
  });
});
