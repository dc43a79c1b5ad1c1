/** A share, 0..1. */
export type Ratio = number;

/** At least `target` of all requests succeed. A request fails when it ends in a 5xx status or without a reply. */
export interface AvailabilityObjective {
  readonly kind: "availability";
  /** Share of requests that must succeed, 0..1 exclusive; 0.999 reads "99.9 %". */
  readonly target: Ratio;
}

/** At least `target` of all requests are answered within `underMs`. */
export interface LatencyObjective {
  readonly kind: "latency";
  readonly target: Ratio;
  /** Upper limit of a request's duration in milliseconds, inclusive. */
  readonly underMs: number;
}

/** What a service promises its users. */
export type Objective = AvailabilityObjective | LatencyObjective;

/** Stable name of the indicator behind an objective: `errors`, or `slow-50ms`. Keys of counts, evidence and reports. */
export type IndicatorName = string;

/** The indicator of requests that failed; counted whether or not it has an objective. */
export const errors: IndicatorName = "errors";

export function indicatorOf(objective: Objective): IndicatorName {
  return objective.kind === "availability" ? errors : `slow-${objective.underMs}ms`;
}
