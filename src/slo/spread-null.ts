import { logSumExp } from "./log-sum-exp.ts";
import { logNormalDensity, upperTail } from "./normal-tail.ts";
import type { Ratio } from "./objective.ts";

/** A log-likelihood ratio, known at some logarithms of risk ratios, ascending. The first is the border, where it is 0. */
export interface LikelihoodCurve {
  readonly at: readonly number[];
  readonly logLikelihoods: readonly number[];
}

/** Points between two neighbours of the grid, over which the mixture is taken. */
const pointsPerGap = 16;

/**
 * Natural logarithm of the likelihood of a null hypothesis in which two equal arms are not equal to the last digit: it
 * draws the logarithm of their ratio, once a rollout, from a normal distribution around 0 with this standard deviation,
 * and counts what falls below the border as the border. A mixture of alternatives over this has expectation 1 under it,
 * at whatever moment one looks. Never below 0, the border's own, so the evidence stays valid for every fixed ratio up to
 * the border too, exactly (Ville's inequality).
 *
 * The more is counted, the more this matters: a ratio that the spread explains is not evidence, however surely it is
 * measured.
 *
 * @param spread above 0
 */
export function logSpreadNull(curve: LikelihoodCurve, spread: Ratio): number {
  const { at } = curve;
  const border = at[0] ?? 0;
  const nulls: number[] = border > 0 ? [Math.log(1 - 2 * upperTail(border / spread))] : [];
  for (let gap = 0; gap + 1 < at.length; gap += 1) {
    const from = at[gap] ?? 0;
    const width = ((at[gap + 1] ?? 0) - from) / pointsPerGap;
    // Beyond eight standard deviations nothing is left.
    if (from > 8 * spread) break;
    for (let point = 0; point < pointsPerGap; point += 1) {
      const logRatio = from + (point + 0.5) * width;
      const logMass = interpolate(curve, gap, logRatio) + Math.log((2 * width) / spread);
      nulls.push(logMass + logNormalDensity(logRatio / spread));
    }
  }
  return Math.max(0, logSumExp(nulls));
}

/** Lagrange's cubic through the four nearest points. What is left out is below 1e-5 a failure. */
function interpolate({ at, logLikelihoods }: LikelihoodCurve, gap: number, x: number): number {
  const first = Math.min(Math.max(gap - 1, 0), at.length - 4);
  let value = 0;
  for (let i = first; i < first + 4; i += 1) {
    let weight = 1;
    for (let j = first; j < first + 4; j += 1) {
      if (j !== i) weight *= (x - (at[j] ?? 0)) / ((at[i] ?? 0) - (at[j] ?? 0));
    }
    value += weight * (logLikelihoods[i] ?? 0);
  }
  return value;
}
