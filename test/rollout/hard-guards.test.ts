import { describe, expect, it } from "vitest";
import { isRestored, isRouted, isShare } from "../../src/rollout/hard-guards.ts";
import type { Observation } from "../../src/rollout/ports.ts";
import type { TrafficRules } from "../../src/rollout/traffic-rules.ts";
import { v1 } from "./bench.ts";
import { recordIn } from "./record-in.ts";

const header: TrafficRules = { match: [{ kind: "header", name: "x-beta", value: "yes" }] };
const seen = (candidatePercent: number, rules?: TrafficRules): Observation => ({
  arms: { stable: { release: v1, ready: true, instances: 1, restarts: 0 } },
  candidatePercent,
  ...(rules === undefined ? {} : { rules }),
});

describe("isShare", () => {
  it.each([
    [5, 5, true],
    [5.05, 5, true],
    [5.06, 5, false],
    [33.3, 33.33, true],
    [0, 0, true],
    [0.01, 0, false],
    [0, 0.04, false],
    [0.04, 0.04, true],
    [0.045, 0.04, false],
    [Number.NaN, 5, false],
  ])("takes %d %% for the share of %d %%: %s", (is, wanted, same) => {
    expect(isShare(is, wanted)).toBe(same);
  });
});

describe("isRouted", () => {
  const step = { candidatePercent: 0, settleMs: 0, observeMs: 0, maxObserveMs: 0, gate: "guards" as const };
  it.each<[TrafficRules | undefined, TrafficRules | undefined, boolean]>([
    [undefined, undefined, true],
    [{}, undefined, true],
    [header, header, true],
    [undefined, header, false],
    [header, undefined, false],
    [{ mirrorPercent: 5 }, { mirrorPercent: 6 }, false],
    [{ sticky: { name: "a", kind: "cookie" } }, { sticky: { kind: "cookie", name: "a" } }, true],
  ])("compares the rules too: %j seen, %j wanted: %s", (is, rules, same) => {
    expect(isRouted(seen(0, is), { ...step, rules })).toBe(same);
  });
});

describe("isRestored", () => {
  it("is not true while a rule still shows the candidate to somebody", () => {
    const { rollout } = recordIn("rolling-back");
    if (rollout === undefined) throw new TypeError("the fixture has no rollout");
    expect(isRestored(rollout, seen(0))).toBe(true);
    expect(isRestored(rollout, seen(0, header))).toBe(false);
    expect(isRestored(rollout, seen(0, { mirrorPercent: 5 }))).toBe(false);
  });
});
