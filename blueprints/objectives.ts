import { type Declaration, declare } from "./declaration.ts";
import type { Duration } from "./duration.ts";
import type { Percentage } from "./percentage.ts";

export interface LatencyOptions {
  /** A request is fast when it is answered within this time, for example `"50ms"`. */
  readonly under: Duration;
  /** Share of requests that must be fast, for example `"95%"`. */
  readonly target: Percentage;
}

export type AvailabilityDeclaration = Declaration<"availability", readonly [Percentage]>;
export type LatencyDeclaration = Declaration<"latency", readonly [LatencyOptions]>;
export type ObjectiveDeclaration = AvailabilityDeclaration | LatencyDeclaration;

/**
 * At least this share of all requests succeeds. A request fails when it ends in a 5xx status or without a reply.
 *
 * @example availability("99.9%")
 */
export function availability(target: Percentage): AvailabilityDeclaration {
  return declare("availability", [target]);
}

/**
 * At least `target` of all requests are answered within `under`.
 *
 * @example latency({ under: "50ms", target: "95%" })
 */
export function latency(options: LatencyOptions): LatencyDeclaration {
  return declare("latency", [options]);
}
