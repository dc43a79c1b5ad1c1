import { type Declaration, declare } from "./declaration.ts";
import type { Duration } from "./duration.ts";
import type { MatchDeclaration } from "./request-key.ts";

export interface BlueGreenOptions {
  /**
   * Paths that the new release must answer below 400, before users meet it and after: each at least three times, and
   * never three times badly.
   *
   * @default the target's health path
   */
  readonly smoke?: readonly string[];
  /**
   * Requests that reach the new release before the switch, for people and tests; `false` for none. Whoever knows it can
   * use it.
   *
   * @default header("x-tidegate-preview", "candidate")
   */
  readonly preview?: MatchDeclaration | false;
  /**
   * How long the new release is verified before the switch, at least.
   *
   * @default "1m"
   */
  readonly verify?: Duration;
  /**
   * Without a good answer to every smoke request by then, the release goes back.
   *
   * @default twice `verify`, at least a minute more than it
   */
  readonly maxVerify?: Duration;
  /**
   * After the switch, requests are not counted for this long: warm-up and scrape lag.
   *
   * @default "10s"
   */
  readonly settle?: Duration;
  /**
   * How long the new release is verified after the switch, before it bakes.
   *
   * @default "1m"
   */
  readonly verifySwitched?: Duration;
  /**
   * The old release stays warm for this long, and one step takes all requests back to it.
   *
   * @default "1h"
   */
  readonly bake?: Duration;
}

export type BlueGreenDeclaration = Declaration<"blue-green", readonly [BlueGreenOptions]>;

/**
 * Starts the new release beside the old one, verifies it without users, switches all requests at one moment, verifies
 * again, and keeps the old one warm for an instant switch back.
 *
 * @example blueGreen({ smoke: ["/healthz", "/levels"], bake: "30m" })
 */
export function blueGreen(options: BlueGreenOptions = {}): BlueGreenDeclaration {
  return declare("blue-green", [options]);
}
