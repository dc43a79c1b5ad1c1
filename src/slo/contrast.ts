import { z } from "zod";
import type { Ratio } from "./objective.ts";
import type { Tick } from "./sequential-test.ts";

/**
 * How the candidate's failures differ from its share of all failures, summed over ticks, and the information in that
 * difference. Compared within each tick, so neither a burst nor a change of weight looks like a difference.
 */
export const contrastSchema = z.object({
  /** Failures on the candidate above its share of them. */
  score: z.number(),
  /** Variance of the score if the arms are equal; about the failures on the candidate while its share is small. */
  information: z.number().min(0),
});
export type Contrast = z.infer<typeof contrastSchema>;

export const noContrast: Contrast = { score: 0, information: 0 };

/** @see https://doi.org/10.1016/S0033-0620(85)80003-7 (Peto's one-step estimate, stratified by tick) */
export function addContrast({ score, information }: Contrast, { stable, candidate }: Tick): Contrast {
  if (stable.requests === 0 || candidate.requests === 0) return { score, information };
  const share = candidate.requests / (stable.requests + candidate.requests);
  const failures = stable.failures + candidate.failures;
  return {
    score: score + candidate.failures - share * failures,
    information: information + share * (1 - share) * failures,
  };
}

/** A ratio of failure ratios, candidate over stable, with the interval that the data do not contradict. */
export interface RatioInterval {
  readonly estimate: Ratio;
  readonly low: Ratio;
  readonly high: Ratio;
}

/** Information at which the interval is tightest: about what decides a rollout. */
const tunedInformation = 10;

/**
 * The ratio of the failure ratios with a confidence sequence: an interval that may be looked at after every poll. The
 * mixture boundary is exact for normal increments and approximate for counts, so it is shown and never decided by.
 * Undefined before the first failure.
 *
 * @param level chance that the true ratio ever leaves the interval, 0..1
 * @see https://arxiv.org/abs/2103.06476
 */
export function ratioInterval({ score, information }: Contrast, level: Ratio): RatioInterval | undefined {
  if (!(information > 0)) return undefined;
  const grown = information + tunedInformation;
  const half = Math.sqrt(grown * Math.log(grown / (tunedInformation * level ** 2))) / information;
  const logRatio = score / information;
  return { estimate: Math.exp(logRatio), low: Math.exp(logRatio - half), high: Math.exp(logRatio + half) };
}
