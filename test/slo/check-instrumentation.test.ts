import { describe, expect, it } from "vitest";
import { checkInstrumentation, type InstrumentationLooks } from "../../src/slo/check-instrumentation.ts";
import type { ArmSample, MetricsSample } from "../../src/slo/counts.ts";

const counted = (requests: number, bad: Readonly<Record<string, number>> = { errors: 0 }): ArmSample => ({
  requests,
  bad,
  instance: "a",
});

function looks(changes: Partial<InstrumentationLooks> = {}): InstrumentationLooks {
  return {
    before: { atMs: 1_000, arms: { stable: counted(1_000), candidate: counted(0) } },
    after: { atMs: 2_000, arms: { stable: counted(1_100), candidate: counted(10) } },
    sent: { stable: 100, candidate: 10 },
    indicators: ["errors"],
    ...changes,
  };
}

const lookedLater = (arms: MetricsSample["arms"]): Partial<InstrumentationLooks> => ({ after: { atMs: 2_000, arms } });

describe("checkInstrumentation", () => {
  it("finds nothing wrong with counters that move as requests come", () => {
    expect(checkInstrumentation(looks())).toEqual([]);
  });

  it.each<[string, Partial<InstrumentationLooks>, readonly RegExp[]]>([
    ["an arm that nobody counts", lookedLater({ stable: counted(1_100) }), [/Nobody counts the candidate arm/]],
    ["both arms, each by itself", lookedLater({}), [/the stable arm/, /the candidate arm/]],
    [
      "an arm that stands still",
      lookedLater({ stable: counted(1_100), candidate: counted(0) }),
      [/^0 of 10 requests to the candidate arm/],
    ],
    [
      "an arm that hardly moves",
      lookedLater({ stable: counted(1_049), candidate: counted(10) }),
      [/^49 of 100 requests to the stable arm/],
    ],
    ["the same look twice", { after: looks().before }, [/not collected again/]],
    [
      "an indicator that nobody counts",
      { indicators: ["errors", "slow-50ms"] },
      [/the stable arm has no series for slow-50ms/],
    ],
    ["numbers that are none", lookedLater({ stable: counted(Number.NaN) }), [/the stable arm counts NaN requests/]],
  ])("tells of %s", (_, changes, expected) => {
    const problems = checkInstrumentation(looks(changes));
    expect(problems).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  });

  it.each([
    [50, true],
    [49, false],
    [1_000, true],
  ])("takes %d of 100 users' requests as counted: %s", (requests, isFine) => {
    const changes = lookedLater({ stable: counted(1_000 + requests), candidate: counted(10) });
    expect(checkInstrumentation(looks(changes)).length === 0).toBe(isFine);
  });

  it.each([
    [5, true],
    [4, false],
    [10, true],
    [15, true],
    [16, false],
    [20, false],
  ])("takes %d of 10 probes as counted, once each: %s", (requests, isFine) => {
    const nobody = { atMs: 1_000, arms: {} };
    const probes = (count: number) => ({ probes: { candidate: counted(count) } });
    const problems = checkInstrumentation({
      before: { ...nobody, ...probes(0) },
      after: { ...nobody, atMs: 2_000, ...probes(requests) },
      sent: { candidate: 10 },
      indicators: ["errors"],
      areProbes: true,
    });
    expect(problems.length === 0).toBe(isFine);
  });

  it("asks nothing of an arm that was sent nothing it knows of", () => {
    expect(checkInstrumentation(looks({ sent: {}, ...lookedLater({ stable: counted(1_000) }) }))).toEqual([]);
  });
});
