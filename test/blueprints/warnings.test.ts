import { describe, expect, it } from "vitest";
import { canary, weeklyFreeze } from "../../blueprints/index.ts";
import { dev, files, messages, weekend } from "./messages.ts";

describe("governance that changes nothing is a warning:", () => {
  const short = { strategy: canary({ bake: "15m" }) };
  const weekly = [weeklyFreeze(weekend)];
  it.each<[string, object, string, RegExp]>([
    [
      "the watchdog for a short bake",
      { ...short, governance: { longBake: "watchdog" } },
      "longBake",
      /changes nothing/,
    ],
    ["a freeze's way out without freezes", { governance: { onFreeze: "hold" } }, "onFreeze", /without freezes/],
    ["time to finish without freezes", { governance: { finishWithin: "1h" } }, "finishWithin", /without freezes/],
    [
      "time to finish for what does not finish",
      { governance: { freezes: weekly, onFreeze: "hold", finishWithin: "1h" } },
      "finishWithin",
      /onFreeze: "hold"/,
    ],
  ])("%s", (_, options, option, expected) => {
    const found = messages(dev(options), "warning");
    expect(found).toEqual([expect.stringMatching(expected)]);
    expect(found[0]).toContain(`environments[0].governance.${option}: `);
    expect(messages(dev(options))).toEqual([]);
  });

  it("what does something is none", () => {
    const governance = { longBake: "watchdog", freezes: weekly, onFreeze: "finish", finishWithin: "1h" };
    expect(messages(dev({ strategy: canary({ bake: "16m" }), governance }), "warning")).toEqual([]);
  });
});

describe("the warning of steps that cannot be decided", () => {
  const at = (requestsPerSecond: number | undefined, judge = {}) =>
    messages(
      dev({ requestsPerSecond, judge, strategy: canary({ steps: ["10%", "50%"], observe: "1m", maxObserve: "10m" }) }),
      "warning",
    );

  it("needs to know the traffic", () => {
    expect(at(undefined)).toEqual([]);
  });

  it("names each step that sees too little, with what would do", () => {
    const found = at(1);
    expect(found).toHaveLength(2);
    expect(found[0]).toMatch(
      /^environments\[0\]\.strategy\.steps: 10 % for 10 minutes at 1 rps sees a \d+× rise in errors, not less; observe for/,
    );
    expect(found[0]).toMatch(/observe for \d+ (minutes|hours) to see 10×, or add probes: the step would end undecided/);
  });

  it("is silent when there is enough", () => {
    expect(at(1_000)).toEqual([]);
  });

  it("draws the line at exactly as many requests as are needed", () => {
    const needing = (minRequests: number) => at(10, { minRequests, detectRatio: 900 });
    expect(needing(600)).toEqual([]);
    expect(needing(601)).toHaveLength(1);
    expect(needing(601)[0]).toContain("judge.minRequests takes 601");
  });
});

it("warns of a Dockerfile that is not there yet", () => {
  const [warning] = messages({}, "warning", { ...files, read: () => undefined });
  expect(warning).toMatch(/there is no Dockerfile yet/);
});
