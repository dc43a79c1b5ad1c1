import type { Conclusion } from "../../rehearse/run-event.ts";
import type { DeliveryRecord, TimelineEntry } from "../../rollout/record.ts";

/** One promotion as the demo saw it end. */
export interface PromotionReport {
  readonly title: string;
  readonly version: string;
  /** What the promote run said; `lost` when its process was killed. */
  readonly run: Conclusion | "lost";
  readonly phase: string;
  readonly failure: string | undefined;
  /** Version that serves everything afterwards. */
  readonly live: string | undefined;
  readonly quarantined: boolean;
  /** From the candidate's first request to the decision to go back, in milliseconds. */
  readonly detectMs: number | undefined;
  /** From that decision until the traffic was seen back on stable, in milliseconds. */
  readonly restoreMs: number | undefined;
  readonly served: { readonly stable: Served; readonly candidate: Served } | undefined;
  readonly timeline: readonly TimelineEntry[];
  /** When the rollout started, milliseconds since the epoch; the timeline is told from here. */
  readonly startedAtMs: number;
}

interface Served {
  readonly requests: number;
  readonly failures: number;
}

/** Reads a promotion's end from the target's record, which is the truth, and not from what the run printed. */
export function toPromotionReport(
  title: string,
  version: string,
  run: Conclusion | "lost",
  record: DeliveryRecord,
): PromotionReport {
  const rollout = record.rollout;
  const timeline = rollout?.timeline ?? [];
  const exposed = timeline.find((entry) => entry.candidatePercent > 0);
  const decided = timeline.find((entry) => entry.phase === "rolling-back");
  return {
    title,
    version,
    run,
    phase: rollout?.phase ?? "none",
    failure: rollout?.failure?.text,
    live: record.live?.version,
    quarantined: record.quarantine.some((entry) => entry.version === version),
    detectMs: exposed && decided ? decided.atMs - exposed.atMs : undefined,
    restoreMs: decided && rollout?.restoredAtMs ? Math.max(0, rollout.restoredAtMs - decided.atMs) : undefined,
    served: rollout?.served,
    timeline,
    startedAtMs: rollout?.startedAtMs ?? 0,
  };
}
