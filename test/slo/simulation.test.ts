import { describe, expect, it } from "vitest";
import { advance, logEvidence, startSequentialTest } from "../../src/slo/sequential-test.ts";
import { type Behaviour, type Ending, type Scenario, seeded, simulateRollout, wilson } from "./simulated-rollout.ts";

const runs = 600;
const healthy: Behaviour = { errors: 0.0005, slow: 0.02 };
const always = (behaviour: Behaviour) => () => behaviour;

/** A rollout that a person can watch: 5 → 20 → 50 % at 300 requests per second, some seconds a step. */
const rehearsal: Scenario = {
  requestsPerSecond: 300,
  stepPercents: [5, 20, 50],
  step: { observeMs: 4000, maxObserveMs: 30_000 },
  pollMs: 500,
  settings: { alpha: 0.05, riskRatio: 1.5, minRequests: 200, detectRatio: 50 },
  objectives: [
    { kind: "availability", target: 0.999 },
    { kind: "latency", target: 0.95, underMs: 50 },
  ],
  stable: always(healthy),
  candidate: always(healthy),
};

/** Seeds differ by scenario, so that one lucky seed does not decide all of them. */
function play(changes: Partial<Scenario>, seed: number): readonly Ending[] {
  return Array.from({ length: runs }, (_, run) =>
    simulateRollout({ ...rehearsal, ...changes }, seeded(seed * 100_003 + run)),
  );
}

const count = (endings: readonly Ending[], matches: (ending: Ending) => boolean) => endings.filter(matches).length;
const failed = (ending: Ending) => ending.kind === "fail";
const passed = (ending: Ending) => ending.kind === "pass";

function quantileMs(endings: readonly Ending[], share: number): number {
  return (
    endings.map((ending) => ending.observedMs).sort((a, b) => a - b)[Math.floor(share * endings.length)] ?? Number.NaN
  );
}

describe("over 600 simulated rollouts with 99.9 % confidence", () => {
  it.each<{ what: string; both: Behaviour; seed: number }>([
    { what: "no failures at all", both: { errors: 0, slow: 0 }, seed: 1 },
    { what: "half the objectives' allowance", both: healthy, seed: 2 },
    { what: "all of the availability's allowance", both: { errors: 0.001, slow: 0.04 }, seed: 3 },
  ])(
    "two equal releases with $what are parted less often than α, and nearly all pass within 25 s",
    ({ both, seed }) => {
      const endings = play({ stable: always(both), candidate: always(both) }, seed);
      expect(wilson(count(endings, failed), runs)[1]).toBeLessThan(0.05);
      expect(wilson(count(endings, passed), runs)[0]).toBeGreaterThan(0.95);
      expect(quantileMs(endings, 0.95)).toBeLessThan(25_000);
    },
  );

  it.each<{ what: string; candidate: Behaviour; p95Ms: number; seed: number }>([
    { what: "5 % errors", candidate: { ...healthy, errors: 0.05 }, p95Ms: 12_000, seed: 4 },
    { what: "30 % slow replies and no errors", candidate: { errors: 0, slow: 0.3 }, p95Ms: 4000, seed: 5 },
    { what: "only slow replies", candidate: { errors: 0, slow: 1 }, p95Ms: 1500, seed: 6 },
    { what: "only errors", candidate: { errors: 1, slow: 0 }, p95Ms: 1500, seed: 7 },
  ])("a release with $what is failed at the first step in over 97 %, in $p95Ms ms", ({ candidate, p95Ms, seed }) => {
    const endings = play({ candidate: always(candidate) }, seed);
    expect(count(endings, passed)).toBe(0);
    expect(
      wilson(
        count(endings, (ending) => failed(ending) && ending.step === 0),
        runs,
      )[0],
    ).toBeGreaterThan(0.97);
    expect(quantileMs(endings, 0.95)).toBeLessThanOrEqual(p95Ms);
  });

  it("a release that only breaks at half of the traffic is failed there, by evidence carried over good steps", () => {
    const endings = play(
      {
        candidate: (second) => (second < 25 ? healthy : { ...healthy, errors: 0.05 }),
        step: { observeMs: 10_000, maxObserveMs: 40_000 },
      },
      8,
    );
    expect(wilson(count(endings, failed), runs)[0]).toBeGreaterThan(0.95);
    expect(count(endings, (ending) => ending.step === 0 && failed(ending))).toBeLessThan(0.05 * runs);
  });

  it("a burst of errors on both arms is not blamed on the candidate, and nobody advances during it", () => {
    const burst = (second: number) => (second > 3 && second < 60 ? { ...healthy, errors: 0.1 } : healthy);
    const endings = play({ stable: burst, candidate: burst }, 9);
    expect(wilson(count(endings, failed), runs)[1]).toBeLessThan(0.05);
    expect(count(endings, (ending) => ending.reason === "shared-cause")).toBeGreaterThan(0.9 * runs);
    expect(count(endings, passed)).toBe(0);
  });

  it("a handful of very noisy requests decides nothing: no advance, and rollbacks by evidence below α", () => {
    const noisy = always({ errors: 0.03, slow: 0.1 });
    const endings = play({ requestsPerSecond: 4, stable: noisy, candidate: noisy }, 10);
    expect(count(endings, passed)).toBe(0);
    expect(wilson(count(endings, failed), runs)[1]).toBeLessThan(0.05);
  });

  it("a silent service is never advanced and never blamed", () => {
    const endings = play({ requestsPerSecond: 0 }, 11);
    expect(count(endings, (ending) => ending.reason === "no-traffic")).toBe(runs);
  });
});

describe("looking at every one of 450 ticks", () => {
  it.each([
    { ratio: 0.001, seed: 1 },
    { ratio: 0.01, seed: 2 },
  ])("raises a false alarm in less than α = 0.05 of runs at a failure ratio of $ratio", ({ ratio, seed }) => {
    const random = seeded(seed);
    const failures = (requests: number) => Array.from({ length: requests }, random).filter((lot) => lot < ratio).length;
    let alarms = 0;
    for (let run = 0; run < 400; run += 1) {
      let state = startSequentialTest({ riskRatio: 1 });
      for (let tick = 0; tick < 450; tick += 1) {
        const stable = { requests: 38, failures: failures(38) };
        state = advance(state, { stable, candidate: { requests: 2, failures: failures(2) } });
        if (logEvidence(state) < Math.log(20)) continue;
        alarms += 1;
        break;
      }
    }
    expect(wilson(alarms, 400)[1]).toBeLessThan(0.08);
    expect(alarms / 400).toBeLessThanOrEqual(0.05);
  });
});
