import type { BlueGreenDeclaration } from "./blue-green.ts";
import { type Declaration, declare } from "./declaration.ts";
import type { Duration } from "./duration.ts";
import type { Percentage } from "./percentage.ts";
import type { CanaryDeclaration, RollingDeclaration } from "./strategies.ts";

export interface ShadowOptions {
  /**
   * Share of users' requests that are copied to the new release. Its replies are counted and thrown away.
   *
   * @default "100%"
   */
  readonly mirror?: Percentage;
  /**
   * At the beginning, copies are not counted for this long.
   *
   * @default "30s"
   */
  readonly settle?: Duration;
  /**
   * Copies are compared for at least this long.
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
   * How the release reaches users once its copies were answered no worse.
   *
   * @default canary()
   */
  readonly followedBy?: CanaryDeclaration | RollingDeclaration | BlueGreenDeclaration;
}

export type ShadowDeclaration = Declaration<"shadow", readonly [ShadowOptions]>;

/**
 * Sends copies of users' requests to the new release before any user meets it, and compares its answers with the live
 * one's. What a request changes, its copy changes too, unless the service heeds the header `x-tidegate-mirror`.
 *
 * @example shadow({ mirror: "20%", followedBy: canary() })
 */
export function shadow(options: ShadowOptions = {}): ShadowDeclaration {
  return declare("shadow", [options]);
}
