import { type Declaration, declare } from "./declaration.ts";
import type { Duration } from "./duration.ts";
import type { Percentage } from "./percentage.ts";

type Day = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

export interface WeeklyFreezeOptions {
  /** Shown to whoever is refused. */
  readonly name: string;
  /** IANA name of the zone whose clocks count, summer time included, for example `Europe/Berlin`. */
  readonly timeZone: string;
  /** Day and time at which it begins, for example `"fri 16:00"`. */
  readonly from: `${Day} ${number}:${number}`;
  /** Day and time at which it ends. */
  readonly to: `${Day} ${number}:${number}`;
}

export interface FreezeOptions {
  /** Shown to whoever is refused. */
  readonly name: string;
  /** IANA name of the zone whose clocks count, for example `Europe/Berlin`. */
  readonly timeZone: string;
  /** Local time at which it begins, for example `"2026-12-20T18:00"`. */
  readonly from: string;
  /** Local time at which it ends. */
  readonly to: string;
}

export type WeeklyFreezeDeclaration = Declaration<"weekly-freeze", readonly [WeeklyFreezeOptions]>;
export type OnceFreezeDeclaration = Declaration<"freeze", readonly [FreezeOptions]>;
export type FreezeDeclaration = WeeklyFreezeDeclaration | OnceFreezeDeclaration;

export interface ErrorBudgetOptions {
  /**
   * Period of the objectives, up to now. The metrics server has to remember as long.
   *
   * @default "30d"
   */
  readonly window?: Duration;
  /**
   * More than this part of each objective's budget has to be left.
   *
   * @default "0%"
   */
  readonly minRemaining?: Percentage;
  /**
   * Why a release may go ahead although nobody can tell what is left, in a sentence.
   *
   * @default it is refused
   */
  readonly allowUnknown?: string;
}

/** What a team decides about its rollouts beside the strategy. Nothing of it can hold up going back. */
export interface GovernanceOptions {
  /**
   * When nothing goes forward: `weeklyFreeze({ … })` and `freeze({ … })`, at most 50.
   *
   * @default none
   */
  readonly freezes?: readonly FreezeDeclaration[];
  /**
   * What a rollout does that a freeze overtakes: `finish` if the rest is over within `finishWithin`, else stand still;
   * `hold`; or `rollback`.
   *
   * @default "finish"
   */
  readonly onFreeze?: "finish" | "hold" | "rollback";
  /**
   * How far into a freeze `finish` may reach, the bake included.
   *
   * @default "1h"
   */
  readonly finishWithin?: Duration;
  /**
   * A newer release arrives while another is under way: `wait` for its end, or `supersede` it, which is taken back first.
   *
   * @default "wait"
   */
  readonly onNewer?: "wait" | "supersede";
  /**
   * How long the newer one waits in its job; `"0s"` refuses at once, which is right where the pipeline queues.
   *
   * @default "0s"
   */
  readonly wait?: Duration;
  /**
   * Who sees a bake of more than 15 minutes through: the job (`attended`), or the `watchdog` workflow, which frees the
   * runner meanwhile.
   *
   * @default "attended"
   */
  readonly longBake?: "attended" | "watchdog";
  /**
   * Only with `longBake: "watchdog"`: what the target does by itself when nobody has finished the bake 15 minutes after
   * its end.
   *
   * @default "rollback"
   */
  readonly onExpiry?: "rollback" | "keep";
  /**
   * `auto` recognizes a release that mends a burning one and does not hold it up; `declared` waits for a person to say so.
   *
   * @default "auto"
   */
  readonly hotfix?: "auto" | "declared";
  /**
   * Nothing new begins while the error budget of the whole service is spent, but hot fixes; `{}` takes the defaults.
   * Needs `metrics: prometheus({ … })`.
   *
   * @default nobody asks
   */
  readonly errorBudget?: ErrorBudgetOptions;
  /**
   * From this share on no release can be taken back by itself, for services whose every release changes stored data;
   * `"0%"` is from the first request on. What fails past it is frozen, and people are called.
   *
   * @default never; the promote workflow can say it of one release
   */
  readonly irreversibleFrom?: Percentage;
}

/**
 * A freeze that comes back every week.
 *
 * @example weeklyFreeze({ name: "weekend", timeZone: "Europe/Berlin", from: "fri 16:00", to: "mon 08:00" })
 */
export function weeklyFreeze(options: WeeklyFreezeOptions): WeeklyFreezeDeclaration {
  return declare("weekly-freeze", [options]);
}

/**
 * One freeze, between two local times.
 *
 * @example freeze({ name: "Christmas", timeZone: "Europe/Berlin", from: "2026-12-20T18:00", to: "2027-01-04T08:00" })
 */
export function freeze(options: FreezeOptions): OnceFreezeDeclaration {
  return declare("freeze", [options]);
}
