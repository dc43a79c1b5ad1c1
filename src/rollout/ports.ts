import type { Release } from "../release/release.ts";
import type { Arm, Counts, MetricsSample } from "../slo/counts.ts";
import type { IndicatorName } from "../slo/objective.ts";
import type { Notice } from "./notice.ts";
import type { DeliveryRecord } from "./record.ts";
import type { TrafficRules } from "./traffic-rules.ts";

/** Opaque version of a stored record; a write names the one it is based on. */
export type Revision = string;

export interface StoredRecord {
  readonly record: DeliveryRecord;
  readonly revision: Revision;
}

/** Keeps the record at the target. */
export interface RecordStore {
  /**
   * @throws TidegateError `corrupt-record` when what is stored cannot be understood (nothing may be decided from it)
   * @throws UnavailableError
   */
  read(): Promise<StoredRecord | undefined>;
  /**
   * Stores the record if `expected` is still the current revision (`undefined`: if there is none yet).
   *
   * @throws ConflictError when somebody else wrote first
   * @throws FencedError when the stored record has a higher epoch
   */
  write(record: DeliveryRecord, expected: Revision | undefined): Promise<Revision>;
}

/** What one arm is doing, as seen at the target. */
export interface ArmObservation {
  readonly release: Release;
  readonly ready: boolean;
  readonly instances: number;
  /** How often an instance of this arm ended by itself since it was started. */
  readonly restarts: number;
  /** Why it is not ready, in the target's words. */
  readonly notReadyReason?: string;
}

/** The target's own word; it is the truth, memory is not. */
export interface Observation {
  readonly arms: Partial<Readonly<Record<Arm, ArmObservation>>>;
  /** Share of requests now routed to the candidate, 0..100. */
  readonly candidatePercent: number;
  /** What else is done with requests now; absent: nothing. */
  readonly rules?: TrafficRules | undefined;
  /** Where users reach the service. */
  readonly url?: string;
}

/** What a rollout does to a target. All are idempotent: doing one again when it is already so changes nothing. */
export type Effect =
  /** Start the candidate beside stable, without traffic. Returns when started, not when ready. */
  | { readonly kind: "prepare"; readonly release: Release }
  /** Stop the stable arm's instances (recreate). It stays recorded and can be started again. */
  | { readonly kind: "stop-stable" }
  /**
   * Route this share of requests to the candidate, and follow these rules beside it, both in one step. Rules that are
   * not named end. Never to an arm that is not ready.
   */
  | { readonly kind: "set-weight"; readonly candidatePercent: number; readonly rules?: TrafficRules | undefined }
  /** The candidate becomes the stable arm; the old one is drained and stopped. */
  | { readonly kind: "promote" }
  /** All requests to stable (started again if need be), then drain and stop the candidate. Needs the record alone. */
  | { readonly kind: "restore"; readonly stable: Release | undefined };

/** Proof that the actor is the current one. */
export interface Fence {
  readonly epoch: number;
  /** Identifies the operation, for the target's log: `<rolloutId>/<epoch>/<step>/<effect>`. */
  readonly key: string;
}

/** What a target can do. What it does not declare, it cannot. */
export interface TargetCapabilities {
  /** Smallest share of traffic that can be routed, in percent; 100 when traffic cannot be split. */
  readonly granularityPercent: number;
  /** The target goes back by itself when the lease in the record expires. */
  readonly enforcesLease: boolean;
  /** Requests with a given header go to the candidate whatever the share is. */
  readonly headers?: boolean;
  /** Requests with a given cookie do. */
  readonly cookies?: boolean;
  /** The same user always meets the same arm. */
  readonly sticky?: boolean;
  /** Copies requests to the candidate and discards its replies. */
  readonly mirror?: boolean;
  /** All requests move at one moment: none is answered by the old release after one was by the new. */
  readonly atomicSwitch?: boolean;
  /** `observe` tells the share that is routed, not the one that was asked for. */
  readonly readsBack?: boolean;
  /** The old release stays warm at 100 % until it is told to go, not until a timer of the target's own. */
  readonly manualBakeRelease?: boolean;
  /** Sends requests of its own to the arms and counts them apart. */
  readonly probes?: boolean;
}

/** Runs a release and moves traffic. The record lives here too. */
export interface Target extends RecordStore {
  readonly capabilities: TargetCapabilities;
  /** @throws UnavailableError */
  observe(): Promise<Observation>;
  /**
   * @throws FencedError when a newer epoch owns the target
   * @throws TidegateError `not-ready`, `not-found`, `unsupported` with the target's reason
   */
  apply(effect: Effect, fence: Fence): Promise<void>;
}

/** Answers "how many requests, how many bad", as cumulative counters. */
export interface Metrics {
  /** @throws UnavailableError when there is no trustworthy answer; never zeros in its place */
  read(): Promise<MetricsSample>;
  /**
   * What the whole service served up to now in so many milliseconds, both releases and all processes together; an
   * estimate, for budgets and alerts and never for comparing. Absent: this source does not remember that long.
   *
   * @returns key: indicator, one for each objective
   * @throws UnavailableError when it cannot be told; never zeros in its place
   */
  servedIn?(windowMs: number): Promise<Readonly<Record<IndicatorName, Counts>>>;
}

/** One place that is told: a chat channel, a webhook, the ledger. */
export interface Channel {
  readonly name: string;
  /** Whether progress notices are wanted too, or only the started and final ones. */
  readonly wantsProgress: boolean;
  /**
   * @param messageId what an earlier delivery of the same rollout returned, to edit in place
   * @returns the id to edit next time, if the channel has one
   * @throws DeliveryError when it was not delivered
   */
  deliver(notice: Notice, idempotencyKey: string, messageId: string | undefined): Promise<string | undefined>;
}

export interface Clock {
  nowMs(): number;
  /** Resolves at or after `atMs`, or at once when `signal` aborts. */
  until(atMs: number, signal?: AbortSignal): Promise<void>;
}

/** Progress for people; never carries secrets. */
export interface Log {
  info(message: string): void;
  warning(message: string): void;
}
