import type { Ratio } from "./objective.ts";
import { alternativesOf, logEvidence, type SequentialState } from "./sequential-test.ts";

/** What the counts say about the ratio of the failure ratios, candidate over stable. */
export interface RatioInterval {
  /** The likeliest ratio of those that are tried; the border when no higher one is likelier. */
  readonly estimate: Ratio;
  /** Every ratio up to this is excluded; absent when the border is not. */
  readonly low?: Ratio;
  /** Every tried ratio from this on is excluded; absent when the highest is not. */
  readonly high?: Ratio;
}

/**
 * The ratios that the counts do not contradict, to within the grid's steps of a quarter: those against which the
 * mixture has not gathered 1/level. A confidence sequence by Ville's inequality: at whatever moment one looks, the true
 * ratio is outside with probability at most `level`, as long as it is the same all along.
 */
export function ratioInterval(state: SequentialState, level: Ratio): RatioInterval {
  const mixture = logEvidence(state);
  const tried = [
    { ratio: state.riskRatio, log: 0 },
    ...alternativesOf(state).map((ratio, k) => ({ ratio, log: state.logLikelihoods[k] ?? 0 })),
  ];
  const likeliest = tried.reduce((best, each) => (each.log > best.log ? each : best));
  const isExcluded = ({ log }: { readonly log: number }) => mixture - log >= Math.log(1 / level);
  const low = tried.filter((each) => each.ratio < likeliest.ratio && isExcluded(each)).at(-1);
  const high = tried.find((each) => each.ratio > likeliest.ratio && isExcluded(each));
  return {
    estimate: likeliest.ratio,
    ...(low === undefined ? {} : { low: low.ratio }),
    ...(high === undefined ? {} : { high: high.ratio }),
  };
}
