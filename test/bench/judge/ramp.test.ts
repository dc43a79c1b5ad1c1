import { describe, expect, it } from "vitest";
import { burnRateAlert } from "../../../src/bench/judge/judges/burn-rate.ts";
import { tidegate } from "../../../src/bench/judge/judges/tidegate.ts";
import { serviceOf } from "../../../src/bench/judge/play.ts";
import { playNative, type Ramp } from "../../../src/bench/judge/ramp.ts";
import type { Scenario } from "../../../src/bench/judge/scenario.ts";

const scenario: Scenario = {
  requestsPerSecond: 200,
  errorRatio: 0.001,
  slowRatio: 0.02,
  effect: { kind: "promoted", share: 0.05 },
  disturbance: "none",
  probesPerSecond: 0,
};
const ramp: Ramp = { weights: [0.05, 0.5], pace: "timed", stepSeconds: 120, text: "" };
const ours = tidegate("ours", "", { observeSeconds: 60, maxObserveSeconds: 60, warmUpSeconds: 60 });
const play = (judge: typeof ours, bakeSeconds: number, effect: Scenario["effect"] = scenario.effect) =>
  playNative({ ...scenario, effect }, "bake", judge, { ...ramp, bakeSeconds }, serviceOf(scenario));

describe("trouble that begins once a release serves everybody", () => {
  it("is met by all users for the rest of the hour where nobody watches any more", () => {
    const { kind, atSeconds, harmed } = play(ours, 0);
    expect({ kind, atSeconds }).toEqual({ kind: "promoted", atSeconds: 240 });
    expect(harmed / (200 * (3600 - 240))).toBeCloseTo(0.049, 2);
  });

  it.each([
    ["ours", ours],
    ["a burn-rate alarm", burnRateAlert(5)],
  ])("is taken back within two minutes by %s, while the release bakes", (_name, judge) => {
    const { kind, atSeconds } = play(judge, 600);
    expect(kind).toBe("rolled-back");
    expect(atSeconds).toBeGreaterThan(240);
    expect(atSeconds).toBeLessThanOrEqual(360);
  });

  it("is not seen in a good release", () => {
    expect(play(ours, 600, { kind: "none" })).toMatchObject({ kind: "promoted", atSeconds: 240, harmed: 0 });
  });
});
