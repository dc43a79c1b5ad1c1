import type { Ratio } from "./objective.ts";
import { requiredRequests } from "./power.ts";

/** One step of a plan and the traffic it will meet. */
export interface StepTraffic {
  /** Share of the requests that the candidate gets, 0..100 exclusive. */
  readonly candidatePercent: number;
  /** How long the step counts requests, without its warm-up. */
  readonly observeMs: number;
  /** Of the whole service. */
  readonly requestsPerSecond: number;
  /** Stable's failure ratio, or the one that the objective allows, 0..1 exclusive. */
  readonly baselineRatio: Ratio;
  /** Synthetic requests per second to each arm. @default 0 */
  readonly probesPerSecond?: number;
}

/** How the step is judged. */
export interface StepDemand {
  /** The part of α that the indicator may spend. */
  readonly alpha: Ratio;
  readonly riskRatio: Ratio;
  /** The rise that the step is expected to see. */
  readonly detectRatio: number;
}

export interface StepPower {
  /** The smallest rise the step is likely to see, as a multiple of the baseline; Infinity when not even an outage. */
  readonly seesRatio: number;
  /** Whether it sees the rise it is expected to. */
  readonly isEnough: boolean;
  /** How long it would have to count to see that; Infinity when no time is enough. */
  readonly neededMs: number;
  /** For people: "5 % for 5 minutes at 3 rps sees a 14× rise in errors, not less; …". */
  readonly text: string;
}

/**
 * What a step can see at a declared traffic. For linting a plan before it runs: a step that cannot see what it is there
 * for only delays the release. Probes are a stratum of their own, half of them on each arm.
 *
 * @param unit what rises, for the text
 */
export function describeStepPower(traffic: StepTraffic, demand: StepDemand, unit = "errors"): StepPower {
  const mostRatio = 1 / traffic.baselineRatio;
  const wanted = Math.min(demand.detectRatio, mostRatio);
  const seesRatio = smallestRatio(traffic, demand, mostRatio);
  const part = partDone(traffic, demand, wanted);
  const neededMs = part > 0 ? traffic.observeMs / part : Number.POSITIVE_INFINITY;
  const isEnough = part >= 1;
  const advice = isEnough ? "" : `; ${adviceText(traffic, neededMs, wanted)}`;
  return { seesRatio, isEnough, neededMs, text: `${stepText(traffic)} ${seesText(seesRatio, unit)}${advice}` };
}

/** How much of the evidence that a detection takes the step is expected to gather; 1 is enough. */
function partDone(traffic: StepTraffic, { alpha, riskRatio }: StepDemand, detectRatio: number): number {
  const { baselineRatio, requestsPerSecond, probesPerSecond = 0 } = traffic;
  const share = traffic.candidatePercent / 100;
  const seconds = traffic.observeMs / 1000;
  const part = (requests: number, candidateShare: Ratio) =>
    requests / requiredRequests({ baselineRatio, alpha, riskRatio, detectRatio, candidateShare });
  return part(requestsPerSecond * share * seconds, share) + part(probesPerSecond * seconds, 0.5);
}

function smallestRatio(traffic: StepTraffic, demand: StepDemand, mostRatio: number): number {
  if (!(partDone(traffic, demand, mostRatio) >= 1)) return Number.POSITIVE_INFINITY;
  let [low, high] = [demand.riskRatio, mostRatio];
  // What is gathered grows with the ratio, so halving the interval finds the place; 60 halvings exhaust a float.
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (low + high) / 2;
    if (partDone(traffic, demand, middle) >= 1) high = middle;
    else low = middle;
  }
  return high;
}

function stepText({ candidatePercent, observeMs, requestsPerSecond, probesPerSecond = 0 }: StepTraffic): string {
  const probes = probesPerSecond > 0 ? ` with ${probesPerSecond} rps of probes` : "";
  return `${candidatePercent} % for ${durationText(observeMs)} at ${requestsPerSecond} rps${probes}`;
}

function seesText(ratio: number, unit: string): string {
  if (!Number.isFinite(ratio)) return `sees no rise in ${unit}, not even an outage`;
  return `sees a ${ratio < 10 ? ratio.toFixed(1) : Math.ceil(ratio)}× rise in ${unit}, not less`;
}

function adviceText({ probesPerSecond = 0 }: StepTraffic, neededMs: number, wanted: number): string {
  const longer = Number.isFinite(neededMs)
    ? `observe for ${durationText(neededMs)} to see ${wanted.toPrecision(2)}×`
    : undefined;
  const probes = probesPerSecond > 0 ? "send more probes" : "add probes";
  return longer === undefined ? probes : `${longer}, or ${probes}`;
}

function durationText(durationMs: number): string {
  const minutes = durationMs / 60_000;
  if (minutes < 2) return `${Math.ceil(durationMs / 1000)} seconds`;
  return minutes < 120 ? `${Math.ceil(minutes)} minutes` : `${Math.ceil(minutes / 60)} hours`;
}
