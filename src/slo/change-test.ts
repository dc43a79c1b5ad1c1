import { z } from "zod";
import { logSumExp } from "./log-sum-exp.ts";

/** Part of the evidence that is staked on a candidate that is worse from its first request. */
const fromTheStart = 0.7;
/** The rest is staked on a beginning later, half of it within the first seven minutes. */
const laterMs = 600_000;

/**
 * The test of "the candidate is worse" that does not ask since when, as plain JSON. A test that has watched an hour of
 * good behaviour has an hour to unlearn; this one is a mixture over the moment at which it turned bad, and so an
 * e-value like the others, with the same guarantee.
 */
export const changeStateSchema = z.object({
  /** Natural logarithm of the stake on each point of the grid, with what it has won. */
  logStakes: z.array(z.number()).length(24),
  /** What is not staked yet, 0..1. */
  unspent: z.number().min(0).max(1),
});
export type ChangeState = z.infer<typeof changeStateSchema>;

export const startChangeTest: ChangeState = {
  logStakes: Array.from({ length: 24 }, () => Math.log(fromTheStart)),
  unspent: 1 - fromTheStart,
};

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
