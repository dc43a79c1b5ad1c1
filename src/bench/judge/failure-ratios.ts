import { upperTail } from "../../slo/normal-tail.ts";
import { normal, type Random } from "./random.ts";
import type { Scenario } from "./scenario.ts";

/** Shares of bad requests of one arm, 0..1. */
export interface Ratios {
  readonly errors: number;
  readonly slow: number;
}

/** What both arms do at one moment, and what the candidate would do if nothing were wrong with it. */
export interface Moment {
  readonly stable: Ratios;
  readonly candidate: Ratios;
  readonly healthy: Ratios;
  /** Factor on the service's traffic. */
  readonly load: number;
}

/** What chance decides once a run. */
export interface Luck {
  /** When the disturbance begins, in seconds. */
  readonly startSeconds: number;
  /** Factor by which the candidate fails more often for no fault of its own; 1 but for overdispersion. */
  readonly hot: number;
  /** Phase of the drift. */
  readonly phase: number;
}

/** Spread of the logarithm of the factor between two equal arms. */
const overdispersion = 0.5;
const burstSeconds = 120;
const burstShare = 0.05;
const coldSeconds = 60;
const coldFactor = 10;
/** A tenth of the instances for a tenth of a second, which is what is in flight, spread over the seconds of one tick. */
const movedTickSeconds = 10;
const movedShare = 0.001;
/** The logarithm of a reply's duration spreads this much; with the slow share it says what a delay does. */
const durationSpread = 0.5;

export function drawLuck({ disturbance }: Scenario, random: Random): Luck {
  const startSeconds = 60 + 600 * random();
  const phase = 2 * Math.PI * random();
  const hot = disturbance === "overdispersion" ? Math.exp(overdispersion * normal(random)) : 1;
  return { startSeconds, phase, hot };
}

export function momentAt(scenario: Scenario, luck: Luck, seconds: number, weight: number): Moment {
  const stable = stableRatios(scenario, luck, seconds);
  const healthy = healthyCandidate(scenario, luck, seconds, stable);
  const swing = Math.sin((2 * Math.PI * seconds) / 1800 + luck.phase);
  return {
    stable,
    healthy,
    candidate: candidateRatios(scenario, healthy, seconds, weight),
    load: scenario.disturbance === "drift" ? 1 + 0.6 * swing : 1,
  };
}

function stableRatios(scenario: Scenario, luck: Luck, seconds: number): Ratios {
  const base = { errors: scenario.errorRatio, slow: scenario.slowRatio };
  if (scenario.disturbance === "drift") {
    const factor = 3 ** Math.sin((2 * Math.PI * seconds) / 1200 + 2 * luck.phase);
    return { errors: base.errors * factor, slow: base.slow * factor };
  }
  const isBurst = seconds >= luck.startSeconds && seconds < luck.startSeconds + burstSeconds;
  if (scenario.disturbance !== "burst" || !isBurst) return base;
  return { errors: plus(base.errors, burstShare), slow: base.slow > 0 ? plus(base.slow, burstShare) : 0 };
}

function healthyCandidate(scenario: Scenario, luck: Luck, seconds: number, stable: Ratios): Ratios {
  const isCold = scenario.disturbance === "cold-start" && seconds < coldSeconds;
  const factor = luck.hot * (isCold ? coldFactor : 1);
  const isMoved =
    scenario.disturbance === "pod-restart" && Math.abs(seconds - luck.startSeconds) <= movedTickSeconds / 2;
  if (isMoved) return { errors: plus(stable.errors, movedShare), slow: stable.slow };
  return { errors: Math.min(1, stable.errors * factor), slow: Math.min(1, stable.slow * factor) };
}

function candidateRatios({ effect, errorRatio }: Scenario, healthy: Ratios, seconds: number, weight: number): Ratios {
  const failing = (share: number): Ratios => ({ ...healthy, errors: Math.max(healthy.errors, share) });
  switch (effect.kind) {
    case "none":
      return healthy;
    case "ratio":
      return { ...healthy, errors: Math.min(1, healthy.errors * effect.factor) };
    case "share":
      return failing(effect.share);
    case "latency":
      return { ...healthy, slow: slowAfter(healthy.slow, effect.increase) };
    case "leak":
      return failing(errorRatio + (effect.share * Math.min(seconds, 900)) / 900);
    case "saturation":
      return weight >= effect.fromWeight ? failing(effect.share) : healthy;
    case "promoted":
      return weight >= 1 ? failing(effect.share) : healthy;
    case "bad-pod":
      return failing(healthy.errors * (1 - 1 / effect.pods) + effect.share / effect.pods);
    case "delayed":
      return seconds >= effect.afterSeconds ? failing(effect.share) : healthy;
  }
}

/** The slow share once every log-normal duration is longer by `increase`. */
function slowAfter(slow: number, increase: number): number {
  return slow > 0 ? upperTail(upperQuantile(slow) - Math.log(1 + increase) / durationSpread) : 0;
}

function plus(ratio: number, more: number): number {
  return ratio + (1 - ratio) * more;
}

function upperQuantile(share: number): number {
  let [low, high] = [-8, 8];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (upperTail(middle) > share) low = middle;
    else high = middle;
  }
  return low;
}
