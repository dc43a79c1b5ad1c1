import { UnavailableError } from "../errors/tidegate-error.ts";
import type { Counts } from "../slo/counts.ts";
import { type IndicatorName, indicatorOf, type LatencyObjective, type Objective } from "../slo/objective.ts";
import type { SummedSeries } from "./prometheus-reply.ts";
import type { SeriesLayout } from "./series-layout.ts";

/** What the whole service served in a window, as sums over all its processes. */
export interface ServedSums {
  /** By the label of the outcome. */
  readonly requests: readonly SummedSeries[];
  /** By `le`. */
  readonly buckets: readonly SummedSeries[];
}

/**
 * Counts of both releases together, by indicator. They are estimates (see `increaseOf`), so they need not be whole.
 *
 * @throws UnavailableError when a number is missing or is none
 */
export function toServed(
  { requests, buckets }: ServedSums,
  objectives: readonly Objective[],
  layout: SeriesLayout,
): Readonly<Record<IndicatorName, Counts>> {
  const { statusLabel, isError, requestsName } = layout.users;
  const all = sum(requests, requestsName);
  const bad = requests.filter(({ labels }) => isError(labels[statusLabel] ?? ""));
  const errors = { requests: all, failures: bad.length === 0 ? 0 : sum(bad, requestsName) };
  const served = objectives.map((objective) =>
    objective.kind === "availability"
      ? ([indicatorOf(objective), errors] as const)
      : ([indicatorOf(objective), slowOnes(objective, buckets, layout)] as const),
  );
  return Object.fromEntries(served);
}

function slowOnes({ underMs }: LatencyObjective, buckets: readonly SummedSeries[], layout: SeriesLayout): Counts {
  const { users, unitMs } = layout;
  const name = users.bucketName ?? "a histogram of durations";
  const within = buckets.filter(({ labels }) => Math.abs(Number(labels.le) * unitMs - underMs) < 1e-6);
  const requests = sum(
    buckets.filter(({ labels }) => labels.le === "+Inf"),
    `${name} with le="+Inf"`,
  );
  // Each bucket is estimated by itself, so the smaller one may come out a little larger.
  const failures = Math.max(0, requests - sum(within, `${name} with le="${underMs / unitMs}"`));
  return { requests, failures };
}

function sum(series: readonly SummedSeries[], what: string): number {
  const total = series.reduce((sofar, { value }) => sofar + value, series.length === 0 ? Number.NaN : 0);
  if (Number.isFinite(total) && total >= 0) return total;
  const why = series.length === 0 ? "there is none" : `it is ${total}`;
  throw new UnavailableError(`Nobody can tell how much ${what} has grown: ${why}. Check the names and the labels.`);
}
