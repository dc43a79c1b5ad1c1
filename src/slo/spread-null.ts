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
export function logSpreadNull({ at, logLikelihoods }: LikelihoodCurve, spread: Ratio): number {
  const { logRatios, widths, weights, firsts } = pointsBetween(at);
  const border = at[0] ?? 0;
  // Beyond eight standard deviations nothing is left.
  const gaps = at.findIndex((from, gap) => gap + 1 >= at.length || from > 8 * spread);
  const nulls = new Float64Array(gaps * pointsPerGap + 1);
  for (let point = 0; point < nulls.length - 1; point += 1) {
    const [first, weight] = [firsts[point] ?? 0, 4 * point];
    let interpolated = 0;
    for (let i = 0; i < 4; i += 1) interpolated += (weights[weight + i] ?? 0) * (logLikelihoods[first + i] ?? 0);
    const logMass = interpolated + Math.log((2 * (widths[point] ?? 0)) / spread);
    nulls[point] = logMass + logNormalDensity((logRatios[point] ?? 0) / spread);
  }
  nulls[nulls.length - 1] = border > 0 ? Math.log(1 - 2 * upperTail(border / spread)) : Number.NEGATIVE_INFINITY;
  return Math.max(0, logSumExp(nulls));
}

/** Where a curve is interpolated, gap by gap, and with which weights. */
interface PointsBetween {
  readonly logRatios: Float64Array;
  /** How much of the logarithmic scale each point stands for. */
  readonly widths: Float64Array;
  /** Four a point, for its neighbours from `firsts` on. */
  readonly weights: Float64Array;
  readonly firsts: Uint8Array;
}

/** Key: the grid's own array, which there is only one of. */
const known = new WeakMap<readonly number[], PointsBetween>();

function pointsBetween(at: readonly number[]): PointsBetween {
  const found = known.get(at);
  if (found !== undefined) return found;
  const length = (at.length - 1) * pointsPerGap;
  const floats = (count: number) => new Float64Array(count);
  const points = { logRatios: floats(length), widths: floats(length), weights: floats(4 * length) };
  const firsts = new Uint8Array(length);
  for (let point = 0; point < length; point += 1) {
    const gap = Math.floor(point / pointsPerGap);
    const from = at[gap] ?? 0;
    const width = ((at[gap + 1] ?? 0) - from) / pointsPerGap;
    const logRatio = from + ((point % pointsPerGap) + 0.5) * width;
    points.logRatios[point] = logRatio;
    points.widths[point] = width;
    firsts[point] = Math.min(Math.max(gap - 1, 0), at.length - 4);
    points.weights.set(cubicWeights(at, firsts[point] ?? 0, logRatio), 4 * point);
  }
  const made = { ...points, firsts };
  known.set(at, made);
  return made;
}

/** Lagrange's cubic through four neighbours. What is left out is below 1e-5 a failure. */
function cubicWeights(at: readonly number[], first: number, x: number): readonly number[] {
  const four = [0, 1, 2, 3].map((i) => at[first + i] ?? 0);
  return four.map((own) =>
    four.reduce((weight, other) => (other === own ? weight : weight * ((x - other) / (own - other))), 1),
  );
}
