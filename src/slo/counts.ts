import type { IndicatorName } from "./objective.ts";

/** Requests and how many of them were bad, over one span of time. Both are whole numbers ≥ 0, failures ≤ requests. */
export interface Counts {
  readonly requests: number;
  readonly failures: number;
}

/** Which release served: the one that was live before the rollout, or the one being rolled out. */
export type Arm = "stable" | "candidate";

/** Cumulative counters of one arm, as scraped: requests since the arm started, and the bad ones by indicator. */
export interface ArmSample {
  readonly requests: number;
  /** Key: indicator name (`errors`, `slow-50ms`); value: bad requests since the arm started. */
  readonly bad: Readonly<Record<IndicatorName, number>>;
  /** Identifies the series' process: a new value means that the counters began again at zero. */
  readonly instance: string;
}

/** One scrape: both arms read at the same instant. An arm that served nothing and has no series is absent. */
export interface MetricsSample {
  /** When the counters were read, in milliseconds since the epoch. */
  readonly atMs: number;
  readonly arms: Partial<Readonly<Record<Arm, ArmSample>>>;
  /** What the arms answered to the target's own requests, which are not in `arms`. Absent when it sends none. */
  readonly probes?: Partial<Readonly<Record<Arm, ArmSample>>>;
  /** What the candidate answered to copies of users' requests, which are not in `arms`. Absent when none are made. */
  readonly mirrored?: ArmSample;
}
