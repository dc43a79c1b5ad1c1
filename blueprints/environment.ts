import { type Declaration, declare } from "./declaration.ts";
import type { Duration } from "./duration.ts";
import type { GovernanceOptions } from "./governance.ts";
import type { MetricsDeclaration } from "./metrics.ts";
import type { Percentage } from "./percentage.ts";
import type { StrategyDeclaration } from "./strategies.ts";
import type { TargetDeclaration } from "./targets.ts";

/** How the judge decides; the defaults suit most services. */
export interface JudgeOptions {
  /**
   * Chance of taking back a release that is no worse than `riskRatio` times the live one, over a whole rollout; in a
   * wave, over the rollouts of all its regions.
   *
   * @default "2%"
   */
  readonly falseAlarms?: Percentage;
  /**
   * The new release may fail this many times as often as the live one before it counts as worse; at least 1.
   *
   * @default 1.5
   */
  readonly riskRatio?: number;
  /**
   * A step needs this many requests on the new release to pass.
   *
   * @default 100
   */
  readonly minRequests?: number;
  /**
   * A passing step must have been able to see this many times the failures that the objective allows.
   *
   * @default 10
   */
  readonly detectRatio?: number;
}

/** Limits that hold whatever the strategy is. */
export interface LimitOptions {
  /**
   * How long a new release may take to become ready.
   *
   * @default "2m"
   */
  readonly ready?: Duration;
  /**
   * How long a rollout may hold, without metrics or traffic, before it goes back.
   *
   * @default "10m"
   */
  readonly hold?: Duration;
  /**
   * Nobody renewed the lease for this long: the target takes the traffic back by itself.
   *
   * @default "90s"
   */
  readonly lease?: Duration;
  /**
   * How often target and metrics are read.
   *
   * @default "10s"
   */
  readonly poll?: Duration;
}

export interface EnvironmentOptions {
  /** What runs the service here. */
  readonly target: TargetDeclaration;
  /**
   * How a release replaces another.
   *
   * @default canary() in production, rolling() elsewhere
   */
  readonly strategy?: StrategyDeclaration;
  /**
   * Who may approve a promotion to here: `team:<slug>` or `user:<login>`, at most 6; one of them is enough.
   *
   * @default nobody is asked
   */
  readonly approvers?: readonly (`team:${string}` | `user:${string}`)[];
  /**
   * Users depend on it.
   *
   * @default true for the last of several environments, and for one named `production` or `prod`
   */
  readonly production?: boolean;
  /**
   * Deployed on each push to the main branch, without a human.
   *
   * @default true unless it is production or has approvers
   */
  readonly automatic?: boolean;
  /**
   * What a release becomes when it succeeded here: `alpha` nothing new, `rc` a release candidate, `stable` the release.
   *
   * @default "stable" in production, "rc" in the one before the first production, else "alpha"
   */
  readonly channel?: "alpha" | "rc" | "stable";
  /**
   * Where the judge's counters come from.
   *
   * @default the target's own counters
   */
  readonly metrics?: MetricsDeclaration;
  /**
   * How the judge decides.
   *
   * @default those of `JudgeOptions`
   */
  readonly judge?: JudgeOptions;
  /**
   * Limits that hold whatever the strategy is.
   *
   * @default those of `LimitOptions`
   */
  readonly limits?: LimitOptions;
  /**
   * Freezes, what newer releases do, who sees long bakes through, what cannot be taken back.
   *
   * @default those of `GovernanceOptions`
   */
  readonly governance?: GovernanceOptions;
  /**
   * Requests per second in a quiet hour. With it, synth warns of steps that would see too few requests to decide.
   *
   * @default unknown, and no warning
   */
  readonly requestsPerSecond?: number;
}

export type EnvironmentDeclaration<Name extends string = string> = Declaration<
  "environment",
  readonly [Name, EnvironmentOptions]
>;

/**
 * A place where the service runs, in the order of promotion.
 *
 * @example environment("production", { target: embedded(), strategy: canary(), approvers: ["team:sre"] })
 */
export function environment<const Name extends string>(
  ...args: [name: Name, options: EnvironmentOptions]
): EnvironmentDeclaration<Name> {
  return declare("environment", args); // one too many is seen there: Node runs TypeScript without checking it
}
