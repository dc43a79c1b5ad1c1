import { describe, expect, it } from "vitest";
import { attribute, burnFactor, burnRate, burns, burnTiers, serviceBurn } from "../../src/slo/burn-rate.ts";
import type { Objective } from "../../src/slo/objective.ts";

const threeNines: Objective = { kind: "availability", target: 0.999 };
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const counts = (requests: number, failures: number) => ({ requests, failures });

describe("burn rate", () => {
  it.each([
    { requests: 1000, failures: 1, rate: 1 },
    { requests: 1000, failures: 0, rate: 0 },
    { requests: 100, failures: 5, rate: 50 },
  ])("of $failures in $requests under 99.9 % is $rate", ({ requests, failures, rate }) => {
    expect(burnRate({ requests, failures }, threeNines)).toBeCloseTo(rate, 9);
  });

  it("is unknown without requests, not zero", () => {
    expect(burnRate(counts(0, 0), threeNines)).toBeUndefined();
  });

  it.each([
    { budgetShare: 0.02, windowMs: hourMs, factor: 14.4 },
    { budgetShare: 0.05, windowMs: 6 * hourMs, factor: 6 },
    { budgetShare: 0.1, windowMs: dayMs, factor: 3 },
    { budgetShare: 0.1, windowMs: 3 * dayMs, factor: 1 },
  ])("that spends $budgetShare of 30 days in $windowMs ms is $factor", ({ factor, ...window }) => {
    expect(burnFactor({ ...window, periodMs: 30 * dayMs })).toBeCloseTo(factor, 9);
  });

  it("of the service hides a candidate at 5 % that burns at 288 behind the page's 14.4", () => {
    expect(serviceBurn(0.05, { candidate: 288, stable: 0 })).toBeCloseTo(14.4, 9);
    expect(serviceBurn(0, { stable: 2 })).toBe(2);
    expect(serviceBurn(1, { candidate: 3 })).toBe(3);
    expect(serviceBurn(0.05, { candidate: 288 })).toBeUndefined();
  });
});

describe("a burning arm", () => {
  const [slow, fast] = burnTiers;

  it.each([
    { name: "6.1×, 3 failures", tier: slow, long: counts(491, 3), short: counts(491, 3), burning: true },
    { name: "6×, 3 failures", tier: slow, long: counts(500, 3), short: counts(500, 3), burning: false },
    { name: "10×, 2 failures", tier: slow, long: counts(200, 2), short: counts(200, 2), burning: false },
    { name: "14.5×, 5 failures", tier: fast, long: counts(344, 5), short: counts(344, 5), burning: true },
    { name: "14.4×, 5 failures", tier: fast, long: counts(347, 5), short: counts(348, 5), burning: false },
    { name: "20×, 4 failures", tier: fast, long: counts(200, 4), short: counts(200, 4), burning: false },
    { name: "over in the last minute", tier: fast, long: counts(1000, 50), short: counts(200, 1), burning: false },
    { name: "silent in the last minute", tier: fast, long: counts(1000, 50), short: counts(0, 0), burning: false },
  ])("$name: $burning", ({ tier, long, short, burning }) => {
    if (tier === undefined) throw new Error("there are two tiers");
    expect(burns([long, short], threeNines, tier)).toBe(burning);
  });

  it.each([
    { candidate: true, stable: false, cause: "release" },
    { candidate: true, stable: true, cause: "shared-cause" },
    { candidate: false, stable: true, cause: "stable" },
    { candidate: false, stable: false, cause: "none" },
  ])("candidate $candidate, stable $stable: $cause", ({ cause, ...burning }) => {
    expect(attribute(burning)).toBe(cause);
  });
});
