import type { Phase } from "./phase.ts";
import type { Rollout } from "./record.ts";

/** One line of a rollout's story. */
export interface SummaryLine {
  /** Since the rollout's start. */
  readonly afterMs: number;
  readonly phase: Phase;
  /** Share of requests on the candidate, 0..100. */
  readonly candidatePercent: number;
  readonly text: string;
}

/** What people want to know of a rollout afterwards, as data; whoever shows it chooses the form. */
export interface RolloutSummary {
  readonly rolloutId: string;
  readonly version: string;
  readonly stableVersion: string | undefined;
  readonly phase: Phase;
  readonly failureText: string | undefined;
  /** From the start to the end, or to the last thing known. */
  readonly durationMs: number;
  /** From the first request on the candidate to the decision against it. */
  readonly detectedAfterMs: number | undefined;
  /** From that decision until all requests were seen back on stable. */
  readonly restoredAfterMs: number | undefined;
  readonly served: Rollout["served"];
  readonly lines: readonly SummaryLine[];
}

export function summarize(rollout: Rollout): RolloutSummary {
  const { timeline, startedAtMs, failure, restoredAtMs } = rollout;
  const firstServedAtMs = timeline.find(({ candidatePercent }) => candidatePercent > 0)?.atMs;
  const endMs = rollout.endedAtMs ?? timeline.at(-1)?.atMs ?? startedAtMs;
  return {
    rolloutId: rollout.id,
    version: rollout.candidate.version,
    stableVersion: rollout.stable?.version,
    phase: rollout.phase,
    failureText: failure?.text,
    durationMs: endMs - startedAtMs,
    detectedAfterMs: sinceMs(firstServedAtMs, failure?.atMs),
    // Without a request on the candidate there was nothing to take back.
    restoredAfterMs: firstServedAtMs === undefined ? undefined : sinceMs(failure?.atMs, restoredAtMs),
    served: rollout.served,
    lines: timeline.map(({ atMs, ...line }) => ({ afterMs: atMs - startedAtMs, ...line })),
  };
}

/** A target that took the traffic back by itself may have been faster than whoever wrote down why. */
function sinceMs(fromMs: number | undefined, toMs: number | undefined): number | undefined {
  return fromMs === undefined || toMs === undefined ? undefined : Math.max(0, toMs - fromMs);
}
