import type { Phase } from "../rollout/phase.ts";
import type { LastWord } from "../rollout/trace-schema.ts";
import type { Arm, Counts } from "../slo/counts.ts";

/** How a rollout ended, or stands, for a colour and an icon. */
export type Tone = "good" | "bad" | "waiting" | "attention";

/** A share at one moment; it holds until the next. */
export interface SharePoint {
  readonly atMs: number;
  /** Requests on the candidate, 0..100. */
  readonly candidatePercent: number;
}

export interface EvidencePoint {
  readonly atMs: number;
  /** E-value, ≥ 0, at most 10^12. */
  readonly evidence: number;
}

/** What both arms served in one span of time. An arm that served nothing counts zero. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  readonly arms: Readonly<Record<Arm, Counts>>;
}

/** One indicator over the whole rollout. */
export interface IndicatorSeries {
  /** `errors`, or `slow-50ms`. */
  readonly indicator: string;
  /** For people: `Errors`, `Slower than 50 ms`. */
  readonly label: string;
  /** The candidate fails once its evidence reaches this; absent where nothing was compared. */
  readonly limit?: number;
  readonly evidence: readonly EvidencePoint[];
  readonly spans: readonly Span[];
  /** Since the rollout began. */
  readonly total?: Readonly<Record<Arm, Counts>>;
}

/** The judge's last word on one step. */
export interface StepWord extends Omit<LastWord, "step"> {
  /** `Step 1, 5 %`, `Bake, 100 %`. */
  readonly label: string;
  /** The verdict for people: `good enough to go on`. */
  readonly verdict: string;
  /** One sentence an indicator, for somebody who was asleep. */
  readonly sentences: readonly string[];
}

export interface ReportEvent {
  readonly atMs: number;
  readonly phase: Phase;
  readonly candidatePercent: number;
  readonly text: string;
}

/** What a person decided about the rollout. */
export interface Decision {
  readonly atMs: number;
  readonly actor: string;
  /** `pause`, `abort`, … */
  readonly action: string;
  readonly reason: string;
  readonly result: string;
}

export interface ReportLink {
  readonly label: string;
  /** Always http or https. */
  readonly url: string;
}

/**
 * A rollout for people, as plain data: what is drawn, told and tabulated is in it and nothing else. It is made of named
 * fields of the record, so what it has no field for, such as ids of messages, cannot get into a page.
 */
export interface Report {
  readonly format: 1;
  readonly service: string;
  readonly environment: string;
  readonly tone: Tone;
  readonly phase: Phase;
  /** `info 1.4.0 → production`. */
  readonly subject: string;
  /** `rolled back`. */
  readonly words: string;
  /** What happened and why, in a sentence. */
  readonly text: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly links: readonly ReportLink[];
  /** From where to where the charts go. */
  readonly fromMs: number;
  readonly toMs: number;
  /** When it failed. */
  readonly failedAtMs?: number;
  readonly shares: readonly SharePoint[];
  readonly indicators: readonly IndicatorSeries[];
  readonly stepWords: readonly StepWord[];
  readonly events: readonly ReportEvent[];
  /** Oldest first. */
  readonly decisions: readonly Decision[];
  /** Whether a chart can be drawn: records of an older tidegate keep no trace. */
  readonly hasTrace: boolean;
  readonly earlier: readonly { readonly endedAtMs: number; readonly version: string; readonly text: string }[];
}
