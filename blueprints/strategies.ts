import { type Declaration, declare } from "./declaration.ts";
import type { Duration } from "./duration.ts";
import type { Percentage } from "./percentage.ts";

export interface CanaryOptions {
  /**
   * Shares of the traffic, ascending, each below 100 %; 100 % follows by itself.
   *
   * @default ["5%", "20%", "50%"]
   */
  readonly steps?: readonly Percentage[];
  /**
   * After each shift, requests are not counted for this long: warm-up and scrape lag.
   *
   * @default "30s"
   */
  readonly settle?: Duration;
  /**
   * A step passes no earlier than this after settling.
   *
   * @default "5m"
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
export type StrategyDeclaration = CanaryDeclaration | RollingDeclaration | RecreateDeclaration;

/**
 * Widens the new release's share of the traffic step by step; each step is judged on counted requests.
 *
 * @example canary({ steps: ["5%", "20%", "50%"], observe: "5m", bake: "1h" })
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
