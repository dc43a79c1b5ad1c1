/** What is wrong with the candidate; `none` makes the rollout one of two equal releases. */
export type Effect =
  | { readonly kind: "none" }
  /** Fails this many times as often as stable. */
  | { readonly kind: "ratio"; readonly factor: number }
  /** Fails this share of its requests. */
  | { readonly kind: "share"; readonly share: number }
  /** Every reply takes this much longer: 0.2 is 20 %. */
  | { readonly kind: "latency"; readonly increase: number }
  /** The failed share grows linearly, to `share` at the end of the schedule. */
  | { readonly kind: "leak"; readonly share: number }
  /** Fails this share while it serves at least `fromWeight` of the requests. */
  | { readonly kind: "saturation"; readonly share: number; readonly fromWeight: number }
  /** One of `pods` instances fails this share of its requests. */
  /** Fails this share once it serves everybody: no canary can see it. */
  | { readonly kind: "promoted"; readonly share: number }
  | { readonly kind: "bad-pod"; readonly share: number; readonly pods: number }
  | { readonly kind: "delayed"; readonly share: number; readonly afterSeconds: number };

/** What happens that is not the candidate's fault. */
export type Disturbance =
  | "none"
  | "burst"
  | "drift"
  | "cold-start"
  | "scrape-gap"
  | "provider-outage"
  | "counter-reset"
  /** One of the candidate's ten instances is moved: what it has in flight fails, the counters begin again. */
  | "pod-restart"
  | "overdispersion";

export interface Scenario {
  /** Requests per second of the whole service. */
  readonly requestsPerSecond: number;
  /** Stable's failed share, 0..1. */
  readonly errorRatio: number;
  /** Stable's share of slow replies, 0..1; 0 leaves latency out of the comparison. */
  readonly slowRatio: number;
  readonly effect: Effect;
  readonly disturbance: Disturbance;
  /** Synthetic requests per second to each arm, beside the users'. */
  readonly probesPerSecond: number;
}

/** Name of a cell: what its seeds are made of and what the table says. */
export function nameOf({ requestsPerSecond, errorRatio, slowRatio, effect, disturbance }: Scenario): string {
  const latency = slowRatio > 0 ? "" : "/errors-only";
  return `${requestsPerSecond}rps/${percent(errorRatio)}/${effectName(effect)}/${disturbance}${latency}`;
}

export function effectName(effect: Effect): string {
  switch (effect.kind) {
    case "none":
      return "healthy";
    case "ratio":
      return `×${effect.factor}`;
    case "share":
      return effect.share === 1 ? "outage" : percent(effect.share);
    case "latency":
      return `latency +${percent(effect.increase)}`;
    case "leak":
      return `leak to ${percent(effect.share)}`;
    case "saturation":
      return `saturation ${percent(effect.share)}`;
    case "promoted":
      return `${percent(effect.share)} once promoted`;
    case "bad-pod":
      return `1 of ${effect.pods} pods ${percent(effect.share)}`;
    case "delayed":
      return `${percent(effect.share)} after ${effect.afterSeconds} s`;
  }
}

export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))}%`;
}

/** When the trouble begins, in seconds; `undefined` when nothing is wrong. */
export function onsetSeconds({ effect }: Scenario, schedule: Schedule): number | undefined {
  if (effect.kind === "none") return undefined;
  if (effect.kind === "delayed") return effect.afterSeconds;
  if (effect.kind !== "saturation") return 0;
  const step = schedule.weights.findIndex((weight) => weight >= effect.fromWeight);
  return step === -1 ? undefined : step * schedule.stepSeconds;
}

/** The ramp that all judges share. */
export interface Schedule {
  readonly weights: readonly number[];
  readonly stepSeconds: number;
  /** Seconds between two scrapes. */
  readonly scrapeSeconds: number;
}

/** 5 % for 5 minutes, 20 % for 5 minutes, 50 % for 5 minutes, scraped each 10 seconds. */
export const sharedSchedule: Schedule = { weights: [0.05, 0.2, 0.5], stepSeconds: 300, scrapeSeconds: 10 };
