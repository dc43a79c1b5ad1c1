import { type Declaration, declare } from "./declaration.ts";
import type { Duration } from "./duration.ts";
import type { Percentage } from "./percentage.ts";
import type { MatchDeclaration, UserKeyDeclaration } from "./request-key.ts";

export interface AbTestOptions {
  /**
   * Requests that meet the new release because they say so themselves. Instead of `share` and `by`.
   *
   * @default none
   */
  readonly audience?: readonly MatchDeclaration[];
  /**
   * Share of the users that meet the new release, always the same ones.
   *
   * @default none
   */
  readonly share?: Percentage;
  /**
   * What names a user, with `share`: a cookie, which those who have none get, or a header of your own.
   *
   * @default cookie("tidegate-arm")
   */
  readonly by?: UserKeyDeclaration;
  /**
   * `"decision"`: somebody ends the test; or the moment it ends, with its zone, such as `"2026-12-24T12:00:00Z"`.
   *
   * @default "decision"
   */
  readonly ends?: string;
  /**
   * What happens at that moment, if the new release is no worse: everybody gets it, or nobody.
   *
   * @default "go-back"
   */
  readonly afterwards?: "advance" | "go-back";
  /**
   * Without a decision by then the release goes back. After a moment: how long the judge may take to agree.
   *
   * @default "4h"; "30m" after a moment
   */
  readonly atMost?: Duration;
  /**
   * After the shift, requests are not counted for this long.
   *
   * @default "30s"
   */
  readonly settle?: Duration;
  /**
   * The test lasts no shorter than this.
   *
   * @default "5m"
   */
  readonly observe?: Duration;
  /**
   * After everybody got the release, the old one stays warm for this long.
   *
   * @default "1h"
   */
  readonly bake?: Duration;
}

export type AbTestDeclaration = Declaration<"ab-test", readonly [AbTestOptions]>;

/**
 * Shows the new release to some users, always the same ones, until somebody decides or a moment has come. It is judged
 * all the while, and taken back when it is worse.
 *
 * @example abTest({ share: "20%", by: cookie("tidegate-arm") })
 */
export function abTest(options: AbTestOptions): AbTestDeclaration {
  return declare("ab-test", [options]);
}
