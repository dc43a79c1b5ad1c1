import { describe, expect, it } from "vitest";
import { formatDuration, toMilliseconds } from "../../blueprints/duration.ts";
import { longestRolloutMinutes } from "../../blueprints/longest-rollout.ts";
import { toPercent, toRatio } from "../../blueprints/percentage.ts";

describe("a duration", () => {
  it.each([
    ["0s", 0],
    ["500ms", 500],
    ["1.5s", 1_500],
    ["5m", 300_000],
    ["1h", 3_600_000],
    ["2d", 172_800_000],
  ])("%s is %d milliseconds", (text, milliseconds) => {
    expect(toMilliseconds(text)).toBe(milliseconds);
  });

  it.each(["", "5", "m", "-5m", "5 m", "5M", "1h30m", "0.5ms", "NaNs", "1e3s", "9999999999999d"])(
    "%j is none",
    (text) => {
      expect(toMilliseconds(text)).toBeUndefined();
    },
  );

  it.each(["0ms", "500ms", "90s", "5m", "1h", "3d"])("%s is shown as it would be written", (text) => {
    expect(formatDuration(toMilliseconds(text) ?? Number.NaN)).toBe(text);
  });
});

describe("a percentage", () => {
  it.each([
    ["0%", 0],
    ["5%", 5],
    ["99.95%", 99.95],
    ["120%", 120],
  ])("%s is %d", (text, percent) => {
    expect(toPercent(text)).toBe(percent);
  });

  it.each(["", "5", "%", "-1%", "5 %", "NaN%", "1e2%", "5%%"])("%j is none", (text) => {
    expect(toPercent(text)).toBeUndefined();
  });

  it.each([
    [99.9, 0.999],
    [95.1, 0.951],
    [99.999, 0.99999],
    [0.1, 0.001],
  ])("%d becomes the ratio %d without stray digits", (percent, ratio) => {
    expect(toRatio(percent)).toBe(ratio);
  });
});

describe("the longest rollout", () => {
  const limits = { readyTimeoutMs: 60_000, maxHoldMs: 120_000, leaseMs: 1, pollMs: 1 };

  it("counts every step of a canary at its limit, the one at 100 % too, and the bake", () => {
    const steps = { stepPercents: [5, 50], settleMs: 60_000, observeMs: 1, maxObserveMs: 240_000, bakeMs: 600_000 };
    // At 100 % nothing is compared, so that step is decided within half a minute.
    expect(longestRolloutMinutes({ kind: "canary", ...steps }, limits)).toBe(1 + 2 * 5 + 1.5 + 10 + 2 + 0.5);
  });

  it("counts the batches of a rolling update and rounds up", () => {
    expect(longestRolloutMinutes({ kind: "rolling", batches: 3, settleMs: 20_000, bakeMs: 1_000 }, limits)).toBe(6);
  });

  it("counts the start and the bake of a restart", () => {
    expect(longestRolloutMinutes({ kind: "recreate", bakeMs: 60_000 }, limits)).toBe(5);
  });
});
