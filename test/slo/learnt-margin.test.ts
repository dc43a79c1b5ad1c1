import { describe, expect, it } from "vitest";
import { normal, seededRandom } from "../../src/bench/judge/random.ts";
import { binomial, poisson } from "../../src/bench/judge/sample-counts.ts";
import { addContrast, noContrast } from "../../src/slo/contrast.ts";
import { enoughRollouts, learnMargin, type Margin, type PastContrast } from "../../src/slo/learnt-margin.ts";

const declared: Margin = { riskRatio: 1.5, spread: 0.5, warmUpRiskRatio: 12, laterWarmUpRiskRatio: 12 };

/** Past rollouts of equal releases; the candidate's ratio is off by a log-normal factor, and its first minute by another. */
function history(options: { rollouts: number; spread: number; cold: number; seed: string }): PastContrast[] {
  const random = seededRandom(options.seed);
  return Array.from({ length: options.rollouts }, () => {
    const factor = Math.exp(options.spread * normal(random));
    const over = (ticks: number, ratio: number) => {
      let contrast = noContrast;
      for (let tick = 0; tick < ticks; tick += 1) {
        const draw = (mean: number, failing: number) => {
          const requests = poisson(mean, random);
          return { requests, failures: binomial(requests, failing, random) };
        };
        contrast = addContrast(contrast, { stable: draw(1600, 0.002), candidate: draw(400, ratio) });
      }
      return contrast;
    };
    return {
      settled: over(60, 0.002 * factor),
      warmUp: over(6, 0.002 * factor * options.cold),
      laterWarmUps: over(6, 0.002 * factor),
    };
  });
}

const settled = (spread: number) =>
  learnMargin(history({ rollouts: 50, spread, cold: 1, seed: `s${spread}` }), declared);

describe("a margin learnt from past rollouts", () => {
  it.each([
    { spread: 0, low: 0, high: 0.2 },
    { spread: 0.3, low: 0.24, high: 0.45 },
    { spread: 0.5, low: 0.4, high: 0.75 },
  ])("finds a spread of $spread between $low and $high", ({ spread, low, high }) => {
    const margin = settled(spread);
    expect(margin.spread).toBeGreaterThanOrEqual(low);
    expect(margin.spread).toBeLessThanOrEqual(high);
    expect(margin.riskRatio).toBe(1);
  });

  it("takes away the tolerance of warm-ups that were quiet", () => {
    const margin = settled(0);
    expect(margin.warmUpRiskRatio).toBeLessThan(1.5);
    expect(margin.laterWarmUpRiskRatio).toBeLessThan(1.5);
  });

  it("keeps it for the step in which candidates are cold", () => {
    const margin = learnMargin(history({ rollouts: 50, spread: 0, cold: 10, seed: "cold" }), declared);
    expect(margin.warmUpRiskRatio).toBeGreaterThan(10);
    expect(margin.laterWarmUpRiskRatio).toBeLessThan(1.5);
  });

  it("keeps the declared spread where hardly anything failed, because so little says nothing about it", () => {
    const score = (failsOnCandidate: boolean) => (failsOnCandidate ? 0.95 : -0.05);
    const rare = Array.from({ length: 50 }, (_, rollout) => {
      const contrast = { score: score(rollout % 10 === 0), information: 0.0475 };
      return { settled: contrast, warmUp: noContrast, laterWarmUps: noContrast };
    });
    expect(learnMargin(rare, declared)).toMatchObject({ riskRatio: 1, spread: 0.5 });
  });

  it("does not take a cold start for less than it is where both arms serve the same, as with probes", () => {
    // Ten times stable's failures: ten of eleven are the candidate's.
    const cold = { score: 110 * (10 / 11 - 0.5), information: 110 / 4 };
    const settled = { score: 0, information: 20 };
    const past = Array.from({ length: 50 }, () => ({ settled, warmUp: cold, laterWarmUps: noContrast }));
    expect(learnMargin(past, declared).warmUpRiskRatio).toBeGreaterThan(10);
  });

  it.each([0, enoughRollouts - 1])("is the declared one after %i rollouts", (rollouts) => {
    expect(learnMargin(history({ rollouts, spread: 0.1, cold: 1, seed: "few" }), declared)).toEqual(declared);
  });

  it("is the declared one where nothing ever failed, because nothing was learnt", () => {
    const silent = { settled: noContrast, warmUp: noContrast, laterWarmUps: noContrast };
    expect(
      learnMargin(
        Array.from({ length: 50 }, () => silent),
        declared,
      ),
    ).toEqual(declared);
  });
});

describe("how far the arms are apart", () => {
  it("is not moved by a burst on both arms or by a change of weight", () => {
    const tick = (candidate: number, stable: number, ratio: number) => ({
      stable: { requests: stable, failures: Math.round(stable * ratio) },
      candidate: { requests: candidate, failures: Math.round(candidate * ratio) },
    });
    const contrast = [tick(1000, 19_000, 0.001), tick(10_000, 10_000, 0.1)].reduce(addContrast, noContrast);
    expect(contrast.score).toBeCloseTo(0, 9);
    expect(contrast.information).toBeGreaterThan(0);
  });

  it("is nothing where an arm served nothing", () => {
    const tick = { stable: { requests: 100, failures: 3 }, candidate: { requests: 0, failures: 0 } };
    expect(addContrast(noContrast, tick)).toEqual(noContrast);
  });
});
