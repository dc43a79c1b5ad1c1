import type { CommitSha, Digest, Release } from "../release/release.ts";
import type { JudgePolicy } from "../slo/judge-policy.ts";
import type { Objective } from "../slo/objective.ts";
import type { Governance } from "./governance/policy.ts";
import type { Plan } from "./plan.ts";
import type { Channel, Clock, Log, Metrics, Target } from "./ports.ts";
import type { Turn } from "./turn.ts";

/** What a team sets about the judge; the plan says the rest. */
export type JudgeSettings = Pick<JudgePolicy, "alpha" | "riskRatio" | "minRequests" | "detectRatio">;

/** What the engine needs from outside. */
export interface EnginePorts {
  readonly target: Target;
  readonly metrics: Metrics;
  readonly channels: readonly Channel[];
  readonly clock: Clock;
  readonly log: Log;
  /** A new unique id for a rollout. */
  newId(): string;
  /** The state machine; another one only in tests, which break it on purpose to see that they would notice. */
  readonly turn?: Turn;
}

/** Who acts where, and why. */
export interface Errand {
  readonly service: string;
  readonly environment: string;
  readonly reason: string;
  readonly actor: string;
  /** Page of the run that acts; with it a later job of the same run knows its own rollout. */
  readonly runUrl?: string;
  /** Names the lease's holder: one value a process, for example `run 42 attempt 1 rollout`. */
  readonly holder: string;
}

export interface RolloutRequest extends Errand {
  readonly candidate: Release;
  readonly plan: Plan;
  readonly objectives: readonly Objective[];
  readonly judge: JudgeSettings;
  /** The team's rules. @default nothing declared */
  readonly governance?: Governance;
  /** From this share on, in percent, the release cannot be taken back; 0: from its first request on. @default never */
  readonly irreversibleFromPercent?: number;
  /** Why a release that is in quarantine is tried again; it leaves the quarantine with that. */
  readonly retryReason?: string;
  /** Why freezes do not count for this rollout. */
  readonly overrideFreezeReason?: string;
  /** Why it may begin although the error budget is spent, or nobody can tell. */
  readonly overrideBudgetReason?: string;
  /** The release mends what is broken now: no bake, and the reason is kept in the audit. @default false */
  readonly isHotfix?: boolean;
  /**
   * Whether `older` is reachable from `newer` by parent commits.
   *
   * @throws UnavailableError when that cannot be known; the rollout is then refused
   */
  isAncestor(older: CommitSha, newer: CommitSha): Promise<boolean>;
}

export interface ReconcileRequest extends Errand {
  /** With it a bake that was left alone is judged and finished; without, it is left to somebody who has it. */
  readonly judging?: Pick<RolloutRequest, "objectives" | "judge">;
  /**
   * `watch`: finishes what nobody drives any more, leaves alone what somebody does. `recover`: also takes over what this
   * same run (by `runUrl` or `holder`) left behind, without waiting for the lease. `rollback`: takes back whatever is
   * under way at once, or, when nothing is, brings back an earlier release. `undo`: takes back what this same run (by
   * `runUrl` or `holder`) brought here, under way or succeeded, and leaves alone what others did.
   */
  readonly mode: "watch" | "recover" | "rollback" | "undo";
  /** Only for `rollback`: `last-good` (the default), or a version or digest that was live here before. */
  readonly to?: string;
  /** Only for `undo`: the release that is taken back. */
  readonly digest?: Digest;
}
