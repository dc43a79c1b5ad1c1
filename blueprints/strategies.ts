import type { AbTestDeclaration } from "./ab-test.ts";
import type { BlueGreenDeclaration } from "./blue-green.ts";
import { type Declaration, declare } from "./declaration.ts";
import type { Duration } from "./duration.ts";
import type { Percentage } from "./percentage.ts";
import type { ShadowDeclaration } from "./shadow.ts";

/** Requests that the target sends to both releases by itself. */
export interface ProbeOptions {
  /** Requests per second to each release, up to 100. */
  readonly rps: number;
  /** What they ask for; it must answer below 400 and change nothing. */
  readonly path: string;
}

export interface CanaryOptions {
  /**
   * Shares of the traffic, ascending, each below 100 %; 100 % follows by itself. `"computed"` finds them from `traffic`
   * and `harm`.
   *
   * @default ["5%", "20%", "50%"]
   */
  readonly steps?: readonly Percentage[] | "computed";
  /**
   * Requests per second in a quiet hour; only with computed steps.
   *
   * @default none
   */
  readonly traffic?: `${number} rps`;
  /**
   * So many more requests than usual may fail before a bad release is taken back; only with computed steps.
   *
   * @default none
   */
  readonly harm?: `${number} requests`;
  /**
   * After each shift, requests are not counted for this long: warm-up and scrape lag.
   *
   * @default "30s"
   */
  readonly settle?: Duration;
  /**
   * A step passes no earlier than this after settling.
   *
   * @default "5m"; computed steps have their own times
   */
  readonly observe?: Duration;
  /**
   * Without a pass by then the step is inconclusive, and the release goes back.
   *
   * @default twice `observe`
   */
  readonly maxObserve?: Duration;
  /**
   * After 100 % the old release stays warm and the judge goes on for this long.
   *
   * @default "1h"
   */
  readonly bake?: Duration;
  /**
   * Requests of the target's own to both releases, judged apart from the users', for services with little traffic.
   *
   * @default none
   */
  readonly probes?: ProbeOptions;
}

export interface RollingOptions {
  /**
   * The instances are replaced in this many batches, 1 to 100.
   *
   * @default 2
   */
  readonly batches?: number;
  /**
   * Time between a batch being ready and the next one.
   *
   * @default "10s"
   */
  readonly settle?: Duration;
  /**
   * After the last batch the old release can still come back for this long.
   *
   * @default "5m"
   */
  readonly bake?: Duration;
}

export interface RecreateOptions {
  /**
   * After the start the old release can still come back for this long.
   *
   * @default "5m"
   */
  readonly bake?: Duration;
}

export type CanaryDeclaration = Declaration<"canary", readonly [CanaryOptions]>;
export type RollingDeclaration = Declaration<"rolling", readonly [RollingOptions]>;
export type RecreateDeclaration = Declaration<"recreate", readonly [RecreateOptions]>;
export type StrategyDeclaration =
  | CanaryDeclaration
  | RollingDeclaration
  | RecreateDeclaration
  | BlueGreenDeclaration
  | AbTestDeclaration
  | ShadowDeclaration;

/**
 * Widens the new release's share of the traffic step by step; each step is judged on counted requests.
 *
 * @example canary({ steps: ["5%", "20%", "50%"], observe: "5m", bake: "1h" })
 * @example canary({ steps: "computed", traffic: "20 rps", harm: "50 requests" })
 */
export function canary(options: CanaryOptions = {}): CanaryDeclaration {
  return declare("canary", [options]);
}

/** Replaces the instances in batches; each batch must be ready before the next one starts. */
export function rolling(options: RollingOptions = {}): RollingDeclaration {
  return declare("rolling", [options]);
}

/** Stops the old release, then starts the new one. There is a gap; for what must not run twice. */
export function recreate(options: RecreateOptions = {}): RecreateDeclaration {
  return declare("recreate", [options]);
}
