import { describe, expect, it } from "vitest";
import { normal, seededRandom } from "../../../src/bench/judge/random.ts";
import { binomial, poisson } from "../../../src/bench/judge/sample-counts.ts";

const draws = 20_000;

/** Mean and variance of many draws, in units of their standard errors from what they should be. */
function deviations(draw: () => number, mean: number, variance: number): readonly [number, number] {
  const values = Array.from({ length: draws }, draw);
  const seen = values.reduce((a, b) => a + b, 0) / draws;
  const spread = values.reduce((a, b) => a + (b - mean) ** 2, 0) / draws;
  const fourth = values.reduce((a, b) => a + (b - mean) ** 4, 0) / draws;
  return [(seen - mean) / Math.sqrt(variance / draws), (spread - variance) / Math.sqrt(fourth / draws)];
}

describe("counts drawn by lot", () => {
  it.each([0.01, 1, 9.9, 10, 50, 20_000])("come from a Poisson distribution of mean %f", (mean) => {
    const random = seededRandom(`poisson ${mean}`);
    const [ofMean, ofVariance] = deviations(() => poisson(mean, random), mean, mean);
    expect(Math.abs(ofMean)).toBeLessThan(4);
    expect(Math.abs(ofVariance)).toBeLessThan(4);
  });

  it.each([
    [10, 0.001],
    [100, 0.05],
    [1000, 0.0099],
    [1000, 0.01],
    [5000, 0.3],
    [5000, 0.9],
    [40, 0.5],
  ])("come from a binomial distribution of %i requests at %f", (trials, ratio) => {
    const random = seededRandom(`binomial ${trials} ${ratio}`);
    const [mean, variance] = [trials * ratio, trials * ratio * (1 - ratio)];
    const [ofMean, ofVariance] = deviations(() => binomial(trials, ratio, random), mean, variance);
    expect(Math.abs(ofMean)).toBeLessThan(4);
    expect(Math.abs(ofVariance)).toBeLessThan(4);
  });

  it.each([
    [0, 0.5, 0],
    [7, 0, 0],
    [7, 1, 7],
  ])("of %i requests at %f are %i for certain", (trials, ratio, count) => {
    expect(binomial(trials, ratio, seededRandom("edge"))).toBe(count);
  });

  it("are the same for the same seed and differ for the next", () => {
    const first = (seed: string) => Array.from({ length: 5 }, seededRandom(seed));
    expect(first("a/1")).toEqual(first("a/1"));
    expect(first("a/1")).not.toEqual(first("a/2"));
  });

  it("spread as a normal distribution does", () => {
    const random = seededRandom("normal");
    const [ofMean, ofVariance] = deviations(() => normal(random), 0, 1);
    expect(Math.abs(ofMean)).toBeLessThan(4);
    expect(Math.abs(ofVariance)).toBeLessThan(4);
  });
});
