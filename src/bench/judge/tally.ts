import type { Ending } from "./play.ts";

/** What became of all rollouts of one cell under one judge. */
export interface Tally {
  readonly runs: number;
  readonly rolledBack: number;
  /** Quantiles of the seconds from the trouble's onset to the decision, over all runs; `null`: more than that never. */
  readonly medianSeconds: number | null;
  readonly p95Seconds: number | null;
  /** Users harmed a run, on average. */
  readonly harmed: number;
}

/** @param onsetSeconds when the trouble begins; what was taken back before counts as a false alarm at time 0 */
export function tally(endings: readonly Ending[], onsetSeconds: number): Tally {
  const seconds = endings
    .map(({ rolledBackAtSeconds }) => Math.max(0, (rolledBackAtSeconds ?? Number.POSITIVE_INFINITY) - onsetSeconds))
    .sort((a, b) => a - b);
  const quantile = (share: number) => {
    const value = seconds[Math.min(seconds.length - 1, Math.floor(share * seconds.length))] ?? Number.POSITIVE_INFINITY;
    return Number.isFinite(value) ? value : null;
  };
  const harmed = endings.reduce((total, ending) => total + ending.harmed, 0) / endings.length;
  return {
    runs: endings.length,
    rolledBack: seconds.filter(Number.isFinite).length,
    medianSeconds: quantile(0.5),
    p95Seconds: quantile(0.95),
    harmed: Number(harmed.toPrecision(4)),
  };
}
