import type { MetricsSample } from "./counts.ts";

/** How the candidate's instances do, as the target sees it. */
export interface CandidateHealth {
  readonly ready: boolean;
  /** How often an instance ended by itself since the arm was started. */
  readonly restarts: number;
  readonly notReadyReason?: string | undefined;
}

/** What the metrics answered: counters, nothing usable, or nobody was asked because none are configured. */
export type Reading =
  | { readonly kind: "sample"; readonly sample: MetricsSample }
  | { readonly kind: "unavailable"; readonly message: string }
  | { readonly kind: "none" };

/** One look at the world. */
export interface Poll {
  readonly atMs: number;
  readonly reading: Reading;
  /** Absent when the target knows no candidate any more. */
  readonly candidate?: CandidateHealth | undefined;
}
