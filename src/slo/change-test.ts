import { z } from "zod";
import { gridSize } from "./likelihood-grid.ts";
import { logSumExp } from "./log-sum-exp.ts";

/** Part of the evidence that is staked on a candidate that is worse from its first request. */
const fromTheStart = 0.7;
/** The rest is staked on a beginning later, half of it within the first seven minutes. */
const laterMs = 600_000;
/** Part of the unspent rest that goes on a beginning at a step's start. */
const atSteps = 0.35;
/** Stakes shrink by this factor from each point of the grid to the next. */
const smallFirst = 0.92;

/**
 * The test of "the candidate is worse" that does not ask since when, as plain JSON. A test that has watched an hour of
 * good behaviour has an hour to unlearn; this one is a mixture over the moment at which it turned bad, and so an
 * e-value like the others, with the same guarantee.
 */
export const changeStateSchema = z.object({
  /** Natural logarithm of the stake on each point of the grid, with what it has won. */
  logStakes: z.array(z.number()).length(gridSize),
  /** What is not staked yet, 0..1. */
  unspent: z.number().min(0).max(1),
});
export type ChangeState = z.infer<typeof changeStateSchema>;

/** The same stake on every point of the grid. */
export const startChangeTest: ChangeState = {
  logStakes: Array.from({ length: gridSize }, () => Math.log(fromTheStart)),
  unspent: 1 - fromTheStart,
};

/** More on small differences, which take long to see, than on large ones, which show at once. Index: point of the grid. */
const logParts = logPartsOf(smallFirst);

/** Stakes by {@link smallFirst} instead. */
export const startChangeTestSmallFirst: ChangeState = {
  logStakes: logParts.map((part) => Math.log(fromTheStart) + part),
  unspent: 1 - fromTheStart,
};

/**
 * Stakes a part of what is unspent on "from now on": with a new share of the requests, much that depends on load begins.
 */
export function stakeOnNow({ logStakes, unspent }: ChangeState): ChangeState {
  const staked = atSteps * unspent;
  return {
    unspent: unspent - staked,
    logStakes: logStakes.map((stake, k) => logAdd(stake, Math.log(staked) + (logParts[k] ?? 0))),
  };
}

/**
 * Adds one tick: a part of what is unspent is staked on "from now on", then every stake wins or loses.
 *
 * @param won what the tick says for each point of the grid, from `logLikelihoodRatios`
 * @param elapsedMs the tick's span
 * @see https://arxiv.org/abs/2203.03532 (e-detectors)
 */
export function advanceChange(
  { logStakes, unspent }: ChangeState,
  won: readonly number[] | undefined,
  elapsedMs: number,
): ChangeState {
  const staked = unspent * -Math.expm1(-Math.max(0, elapsedMs) / laterMs);
  const logStaked = Math.log(staked);
  return {
    unspent: unspent - staked,
    logStakes: logStakes.map((stake, k) => logAdd(stake, logStaked) + (won?.[k] ?? 0)),
  };
}

/** Natural logarithm of the evidence. */
export function logChangeEvidence({ logStakes, unspent }: ChangeState): number {
  const staked = logSumExp(logStakes) - Math.log(logStakes.length);
  return unspent > 0 ? logSumExp([staked, Math.log(unspent)]) : staked;
}

/** ln (exp a + exp b); `b` may be −∞. */
function logAdd(a: number, b: number): number {
  return b > a ? b + Math.log1p(Math.exp(a - b)) : a + Math.log1p(Math.exp(b - a));
}

/** Logarithms of the parts of the grid's points when each is `ratio` times the one before; their mean part is 1. */
function logPartsOf(ratio: number): readonly number[] {
  const parts = Array.from({ length: gridSize }, (_, k) => ratio ** k);
  const mean = parts.reduce((total, part) => total + part, 0) / gridSize;
  return parts.map((part) => Math.log(part / mean));
}
