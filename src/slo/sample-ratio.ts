import { logSumExp } from "./log-sum-exp.ts";
import type { Ratio } from "./objective.ts";

/** Factor on the odds that a router's rounding, kept connections and retries explain. */
const tolerated = 1.25;

/** The odds that are tried as alternatives: from just beyond what is tolerated to a hundred times the asked ones. */
const gridSize = 16;
const furthest = 100;

/** Split evidence that makes a step inconclusive: a correct router is accused in at most one step in a thousand. */
export const splitLimit = 1000;

/**
 * Natural logarithm of the evidence that the router does not split as asked: more than 1.25 times too much or too
 * little for the candidate, in odds. An e-value for requests that each go to an arm by lot, so it may be looked at
 * after every poll of a step.
 *
 * @param requests what each arm served since the share was last changed
 * @param askedShare of the candidate, 0..1 exclusive
 */
export function splitEvidence(
  requests: { readonly stable: number; readonly candidate: number },
  askedShare: Ratio,
): number {
  const tooMuch = oneSided(requests.candidate, requests.stable, askedShare);
  const tooLittle = oneSided(requests.stable, requests.candidate, 1 - askedShare);
  return logSumExp([tooMuch, tooLittle]) - Math.log(2);
}

/** Whether the evidence reaches {@link splitLimit}; most often a look at the largest term suffices to say no. */
export function isSplitWrong(
  requests: { readonly stable: number; readonly candidate: number },
  askedShare: Ratio,
): boolean {
  const { stable, candidate } = requests;
  const most = Math.max(largestTerm(candidate, stable, askedShare), largestTerm(stable, candidate, 1 - askedShare));
  return most >= Math.log(splitLimit) - 1e-6 && splitEvidence(requests, askedShare) >= Math.log(splitLimit);
}

function largestTerm(first: number, second: number, share: Ratio): number {
  const { onFirst, onSecond } = oddsGrid(share);
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < gridSize; k += 1) most = Math.max(most, first * (onFirst[k] ?? 0) + second * (onSecond[k] ?? 0));
  return most;
}

/** Evidence that the first of two arms gets more than its share and the tolerance. */
function oneSided(first: number, second: number, share: Ratio): number {
  const { onFirst, onSecond } = oddsGrid(share);
  const logs = new Float64Array(gridSize);
  for (let k = 0; k < gridSize; k += 1) logs[k] = first * (onFirst[k] ?? 0) + second * (onSecond[k] ?? 0);
  return logSumExp(logs) - Math.log(gridSize);
}

/** What one request more on either arm says for each of the alternatives, as logarithms. */
interface OddsGrid {
  readonly onFirst: Float64Array;
  readonly onSecond: Float64Array;
}

/** Key: an asked share. They are asked for at each poll, and a plan has few. */
const known = new Map<Ratio, OddsGrid>();
const mostKnown = 64;

function oddsGrid(share: Ratio): OddsGrid {
  const found = known.get(share);
  if (found !== undefined) return found;
  const border = shareAt(share, tolerated);
  const step = Math.log(furthest / (1.25 * tolerated)) / (gridSize - 1);
  const alternatives = Float64Array.from({ length: gridSize }, (_, k) =>
    shareAt(share, 1.25 * tolerated * Math.exp(step * k)),
  );
  const grid = {
    onFirst: alternatives.map((alternative) => Math.log(alternative / border)),
    onSecond: alternatives.map((alternative) => Math.log((1 - alternative) / (1 - border))),
  };
  if (known.size >= mostKnown) known.clear();
  known.set(share, grid);
  return grid;
}

function shareAt(share: Ratio, oddsFactor: number): Ratio {
  return (share * oddsFactor) / (share * oddsFactor + 1 - share);
}
