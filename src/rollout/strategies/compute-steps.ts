import type { Ratio } from "../../slo/objective.ts";
import { requiredRequests } from "../../slo/power.ts";

export interface ComputeOptions {
  /** In a quiet hour, to both releases together. */
  readonly requestsPerSecond: number;
  /** So many more requests than usual may fail before a bad release is taken back. */
  readonly harmedRequests: number;
  /** Failure ratio of the live release by each objective: what the objective allows, when nothing better is known. */
  readonly baselineRatios: readonly Ratio[];
  /** Of the judge: level over all indicators, what still counts as good, what a passing step must have been able to see. */
  readonly alpha: Ratio;
  readonly riskRatio: number;
  readonly detectRatio: number;
  readonly minRequests: number;
  readonly settleMs: number;
  readonly pollMs: number;
  /** Smallest share that the target can route, in percent. */
  readonly granularityPercent: number;
}

export interface ComputedStep {
  readonly percent: number;
  /** Until the step has seen what it must, at the declared traffic. */
  readonly observeMs: number;
}

export type ComputedSteps =
  | { readonly kind: "steps"; readonly steps: readonly ComputedStep[] }
  /** `harmedRequests` is less than any first step costs; the smallest number that would do. */
  | { readonly kind: "impossible"; readonly minHarmedRequests: number };

/** The next share is at most so many times the one that has passed. */
const maxWidening = 4;
/** A first step above it would be no canary any more. */
const maxFirstPercent = 25;
/** Regressions between the one to detect and an outage, at which the harm is looked at. */
const regressions = 40;

/**
 * The smallest canary that keeps its promise: the first share w is the largest at which no regression R, from the one to
 * detect to an outage, fails more than H requests beyond the usual before it is taken back:
 * w · rps · TTD(R) · (p1 − p0) ≤ H, where TTD is settling, the requests that the judge needs, and two polls to act. After
 * a step has seen enough to pass, the share grows by the same factor each time, at most 4. (The rule is Uber's, for
 * risk-adaptive ramps.)
 */
export function computeSteps(options: ComputeOptions): ComputedSteps {
  const first = largestFirstPercent(options);
  if (first === undefined) return { kind: "impossible", minHarmedRequests: smallestHarm(options) };
  const steps: ComputedStep[] = [];
  for (let percent = first; percent < 100; percent = nextPercent(percent, options)) {
    steps.push({ percent, observeMs: timeToPower(percent, options) });
  }
  return { kind: "steps", steps };
}

function largestFirstPercent(options: ComputeOptions): number | undefined {
  const { granularityPercent, harmedRequests } = options;
  const isHarmless = (percent: number) => worstHarm(percent, options) <= harmedRequests;
  if (!isHarmless(granularityPercent)) return undefined;
  let low = granularityPercent;
  let high = maxFirstPercent;
  if (isHarmless(high)) return roundDown(high, granularityPercent);
  for (let halving = 0; halving < 50; halving += 1) {
    const middle = (low + high) / 2;
    if (isHarmless(middle)) low = middle;
    else high = middle;
  }
  return roundDown(low, granularityPercent);
}

function smallestHarm(options: ComputeOptions): number {
  return Math.ceil(worstHarm(options.granularityPercent, options));
}

/** Requests that fail beyond the usual until the worst regression for this share is taken back. */
function worstHarm(percent: number, options: ComputeOptions): number {
  const harms = options.baselineRatios.flatMap((baseline) =>
    ratiosToLookAt(baseline, options).map((ratio) => harmOf(percent, baseline, ratio, options)),
  );
  return Math.max(...harms);
}

function ratiosToLookAt(baseline: Ratio, { detectRatio }: ComputeOptions): readonly number[] {
  const outage = 1 / baseline;
  const least = Math.min(detectRatio, outage);
  return Array.from({ length: regressions + 1 }, (_, index) => least * (outage / least) ** (index / regressions));
}

function harmOf(percent: number, baseline: Ratio, ratio: number, options: ComputeOptions): number {
  const { requestsPerSecond, settleMs, pollMs } = options;
  const perSecond = (requestsPerSecond * percent) / 100;
  const uncounted = perSecond * ((settleMs + 2 * pollMs) / 1_000);
  return (uncounted + needed(percent, baseline, ratio, options)) * baseline * (ratio - 1);
}

function needed(percent: number, baselineRatio: Ratio, detectRatio: number, options: ComputeOptions): number {
  const { alpha, riskRatio, baselineRatios } = options;
  const candidateShare = percent / 100;
  return requiredRequests({
    baselineRatio,
    detectRatio,
    alpha: alpha / baselineRatios.length,
    riskRatio,
    candidateShare,
  });
}

/** Until the judge can pass the step, at its third look or later: what the most demanding objective needs, in seconds. */
function timeToPower(percent: number, options: ComputeOptions): number {
  const { requestsPerSecond, detectRatio, minRequests, baselineRatios, pollMs } = options;
  const requests = Math.max(
    minRequests,
    ...baselineRatios.map((baseline) => needed(percent, baseline, Math.min(detectRatio, 1 / baseline), options)),
  );
  return Math.max(2 * pollMs, Math.ceil(requests / ((requestsPerSecond * percent) / 100)) * 1_000);
}

/** Even factors from here to 100 %, as few as the limit allows. */
function nextPercent(percent: number, { granularityPercent }: ComputeOptions): number {
  const left = Math.ceil(Math.log(100 / percent) / Math.log(maxWidening) - 1e-9);
  if (left <= 1) return 100;
  const next = roundDown(percent * (100 / percent) ** (1 / left), granularityPercent);
  // Rounding must not make it stand still.
  return Math.max(next, percent + granularityPercent);
}

/** To two digits that people read, and to what the target can set; never up. */
function roundDown(percent: number, granularityPercent: number): number {
  const digit = 10 ** (Math.floor(Math.log10(percent)) - 1);
  const readable = Math.floor(percent / digit + 1e-9) * digit;
  const settable = Math.floor(readable / granularityPercent + 1e-9) * granularityPercent;
  return Number(Math.max(settable, granularityPercent).toPrecision(10));
}
