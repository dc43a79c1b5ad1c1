import { z } from "zod";
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
