import type { Arm, Counts } from "./counts.ts";
import type { IndicatorName } from "./objective.ts";
import type { RatioInterval } from "./ratio-interval.ts";

/** The numbers behind one indicator's part in a decision; enough to derive it again. */
export interface IndicatorEvidence {
  readonly indicator: IndicatorName;
  readonly arms: Readonly<Record<Arm, Counts>>;
  /** E-value of the sequential test: how many times likelier the data is if the candidate is worse. */
  readonly evidence: number;
  /** The candidate fails this indicator once `evidence` reaches this. */
  readonly limit: number;
  /** Failed share over allowed share; 1 spends the whole error budget in one period. Undefined without requests. */
  readonly burnRate: Partial<Readonly<Record<Arm, number>>>;
  /** The part of `arms` that belongs to the current step. */
  readonly step?: Readonly<Record<Arm, Counts>>;
  /** Requests on the candidate that this step needs to see what it is asked to; absent when it never could. */
  readonly requiredRequests?: number;
  /** The mirrored test over this step: once `evidence` reaches `limit`, the candidate is proven good. */
  readonly nonInferiority?: { readonly evidence: number; readonly limit: number };
  /** Candidate's failure ratio over stable's, with its confidence sequence; absent where nothing is compared. */
  readonly ratio?: RatioInterval;
  /** What it would take to decide; absent where nothing is compared. */
  readonly toDecide?: {
    /** At least so many more failures on the candidate, with none on stable, and it fails. 0: it has failed. */
    readonly failuresToFail: number;
    /** So many more requests on the candidate and this indicator stands in the way of a pass no longer. */
    readonly requestsToPass?: number;
  };
  /** What other tests say of the same counts. Never decided by. */
  readonly information?: { readonly safe2x2: number; readonly msprt: number };
}

/** Why a decision came out as it did. */
export interface Evidence {
  /** One sentence for a tired human, with numbers and limits. */
  readonly summary: string;
  readonly indicators: readonly IndicatorEvidence[];
}

export type InconclusiveReason = "no-traffic" | "low-power" | "shared-cause" | "conflicting" | "routing" | "uncounted";

/**
 * What the judge says at one poll. Only `pass` lets a rollout advance; `continue` is "keep observing". Whatever is not
 * listed here does not exist.
 */
export type Verdict =
  | { readonly kind: "continue"; readonly evidence: Evidence }
  | { readonly kind: "pass"; readonly evidence: Evidence }
  | { readonly kind: "fail"; readonly evidence: Evidence }
  | { readonly kind: "inconclusive"; readonly reason: InconclusiveReason; readonly evidence: Evidence }
  | { readonly kind: "provider-error"; readonly message: string; readonly evidence: Evidence }
  | { readonly kind: "skipped"; readonly evidence: Evidence };
