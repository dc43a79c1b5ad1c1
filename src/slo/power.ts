import type { Ratio } from "./objective.ts";

/** What a step of a rollout has to be able to see. */
export interface PowerOptions {
  /** Stable's failure ratio, or the allowed one, 0..1 exclusive. */
  readonly baselineRatio: Ratio;
  /** Level at which the test decides, 0..1 exclusive. */
  readonly alpha: Ratio;
  /** Border of the null hypothesis. @default 1 */
  readonly riskRatio?: Ratio;
  /** The candidate's share of all requests. The smaller, the more each of its requests says. @default 0 (the limit) */
  readonly candidateShare?: Ratio;
}

/** Expected growth above the threshold, in units of log-evidence, that makes detection likely rather than even. */
const margin = 2;

/**
 * Candidate requests until the sequential test is expected to see a failure ratio of `detectRatio` × the baseline:
 * (ln(1/α) + 2) / (p₀ (R ln(R/m) − R + m)) for a small candidate share, and the exact growth otherwise. Infinite when
 * it cannot be seen at all: a ratio not above `riskRatio`, or no requests on stable to compare with.
 */
export function requiredRequests(options: PowerOptions & { readonly detectRatio: Ratio }): number {
  const growth = options.baselineRatio * growthPerFailure(options);
  return growth > 0 ? Math.ceil((Math.log(1 / options.alpha) + margin) / growth) : Number.POSITIVE_INFINITY;
}

/** Log-evidence gained for each failure that the baseline would have had on the candidate. */
function growthPerFailure({
  detectRatio: ratio,
  riskRatio: border = 1,
  candidateShare: share = 0,
}: PowerOptions & { readonly detectRatio: Ratio }): number {
  if (!(ratio > border) || share >= 1) return 0;
  if (share <= 0) return ratio * Math.log(ratio / border) - ratio + border;
  const underRatio = (share * ratio) / (share * ratio + 1 - share);
  const underBorder = (share * border) / (share * border + 1 - share);
  const onStable = ((1 - share) / share) * Math.log((1 - underRatio) / (1 - underBorder));
  return ratio * Math.log(underRatio / underBorder) + onStable;
}

/**
 * The smallest regression that a step can see with this many candidate requests, as a multiple of the baseline: what a
 * plan is linted with ("this step can only see 12× regressions at your traffic"). Infinite when even a candidate that
 * fails every request stays unseen.
 */
export function detectableRatio(options: PowerOptions & { readonly candidateRequests: number }): number {
  const needed = (detectRatio: Ratio) => requiredRequests({ ...options, detectRatio });
  let low = options.riskRatio ?? 1;
  let high = 1 / options.baselineRatio;
  if (!(needed(high) <= options.candidateRequests)) return Number.POSITIVE_INFINITY;
  // The requirement falls as the ratio grows, so halving the interval finds the place; 60 halvings exhaust a float.
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (low + high) / 2;
    if (needed(middle) <= options.candidateRequests) high = middle;
    else low = middle;
  }
  return high;
}
