/** How Kayenta's judge classifies one metric: the experiment is higher or lower than the control, or neither. */
export interface MannWhitney {
  readonly lower: number;
  readonly upper: number;
  readonly estimate: number;
  readonly classification: "high" | "low" | "pass";
}

const kayentaQuantile = 2.3263478740408408;

/** Share of the estimated shift that the interval must clear. */
const tolerance = 0.25;

/**
 * The two-sided Mann-Whitney interval of the shift between two samples, as in Kayenta's NetflixACAJudge: tie-corrected
 * normal approximation with a continuity correction of 0.5, inverted by root finding. For comparison only.
 *
 * @param quantile of the standard normal distribution at 1 − α/2; 2.3263 for Kayenta's α = 0.02
 * @see https://github.com/spinnaker/kayenta
 */
export function mannWhitney(
  experiment: readonly number[],
  control: readonly number[],
  quantile = kayentaQuantile,
): MannWhitney {
  const low = Math.min(...experiment) - Math.max(...control);
  const high = Math.max(...experiment) - Math.min(...control);
  const rootOf = (target: number) => bisect((shift) => zScore(experiment, control, shift) - target, low, high);
  const [lower, upper, estimate] = [rootOf(quantile), rootOf(-quantile), rootOf(0)];
  return { lower, upper, estimate, classification: classify(lower, upper, estimate) };
}

/**
 * Whether the experiment is classified as high: first whether the interval is above 0 at all, which takes one look
 * instead of a hundred and is seldom so.
 */
export function isHigher(experiment: readonly number[], control: readonly number[]): boolean {
  return zScore(experiment, control, 0) > kayentaQuantile && mannWhitney(experiment, control).classification === "high";
}

function classify(lower: number, upper: number, estimate: number): MannWhitney["classification"] {
  if (lower > tolerance * Math.abs(estimate)) return "high";
  return upper < -tolerance * Math.abs(estimate) ? "low" : "pass";
}

function zScore(experiment: readonly number[], control: readonly number[], shift: number): number {
  const shifted = experiment.map((value) => value - shift);
  const all = [...shifted, ...control].sort((a, b) => a - b);
  const [n, m] = [experiment.length, control.length];
  const rankSum = shifted.reduce((sum, value) => sum + midRank(all, value), 0);
  const statistic = rankSum - (n * (n + 1)) / 2 - (n * m) / 2;
  const variance = ((n * m) / 12) * (n + m + 1 - tieSum(all) / ((n + m) * (n + m - 1)));
  return (statistic - 0.5 * Math.sign(statistic)) / Math.sqrt(variance);
}

function midRank(sorted: readonly number[], value: number): number {
  return (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 + 1;
}

function tieSum(sorted: readonly number[]): number {
  const ties = new Map<number, number>();
  for (const value of sorted) ties.set(value, (ties.get(value) ?? 0) + 1);
  return [...ties.values()].reduce((sum, count) => sum + count ** 3 - count, 0);
}

/** Where a falling step function crosses zero, to 1e-9; Kayenta's Brent search stops at 1e-4. */
function bisect(of: (shift: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (of(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
