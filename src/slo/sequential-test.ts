import { z } from "zod";
import { TidegateError } from "../errors/tidegate-error.ts";
import type { Arm, Counts } from "./counts.ts";
import { armCountsSchema, assertCounts } from "./counts-schema.ts";
import { type Claim, claimSchema, gridSize, likelihoodGrid } from "./likelihood-grid.ts";
import { logSumExp } from "./log-sum-exp.ts";
import type { Ratio } from "./objective.ts";
import { logSpreadNull } from "./spread-null.ts";

/**
 * A sequential test between two polls, as plain JSON: restoring it after a crash resumes exactly, because JSON keeps
 * every bit of a float.
 */
export const sequentialStateSchema = z.object({
  claim: claimSchema,
  /** The ratio of failure ratios, candidate over stable, at the border of the null hypothesis; > 0. */
  riskRatio: z.number().positive(),
  /** Natural logarithm of the likelihood ratio at each point of the grid. */
  logLikelihoods: z.array(z.number()).length(gridSize),
  /** Everything compared so far: the sum of the ticks that were not skipped. */
  compared: armCountsSchema,
});
export type SequentialState = z.infer<typeof sequentialStateSchema>;

/** What both arms served over one and the same span of time. */
export type Tick = Readonly<Record<Arm, Counts>>;

const noCounts: Counts = { requests: 0, failures: 0 };

/**
 * Starts the test "the candidate is worse than `riskRatio` × stable".
 *
 * @throws TidegateError `invalid-configuration` when the ratio is not a positive number
 */
export function startSequentialTest(options: { readonly riskRatio: Ratio }): SequentialState {
  return start("degraded", options.riskRatio);
}

/**
 * Starts the mirrored test, "the candidate is better than `riskRatio` × stable", which lets a step pass early.
 *
 * @throws TidegateError `invalid-configuration` when the ratio is not above 1, the end of the grid of alternatives
 */
export function startNonInferiorityTest(options: { readonly riskRatio: Ratio }): SequentialState {
  if (!(options.riskRatio > 1)) {
    throw new TidegateError(
      "invalid-configuration",
      `A non-inferiority test needs a ratio above 1, not ${options.riskRatio}.`,
    );
  }
  return start("non-inferior", options.riskRatio);
}

function start(claim: Claim, riskRatio: Ratio): SequentialState {
  if (!(Number.isFinite(riskRatio) && riskRatio > 0)) {
    throw new TidegateError("invalid-configuration", `The risk ratio must be a number above 0, not ${riskRatio}.`);
  }
  return {
    claim,
    riskRatio,
    logLikelihoods: Array.from({ length: gridSize }, () => 0),
    compared: { stable: noCounts, candidate: noCounts },
  };
}

/**
 * Adds one tick. A tick in which an arm served nothing says nothing about the ratio and is skipped.
 *
 * The likelihood is that of failures falling on the candidate, given its share ρ of the tick's requests: under a risk
 * ratio d that is ρd/(ρd+1−ρ). Its product over ticks is a supermartingale under the null hypothesis whatever the
 * failure ratios do over time, so the test stays valid under continuous looking, pauses and changes of weight, as long
 * as the number of requests does not depend on the outcomes within the tick.
 *
 * @throws TidegateError `invalid-input` on counts that cannot be: negative, not whole, more failures than requests
 * @see https://arxiv.org/abs/2011.03567
 */
export function advance(state: SequentialState, tick: Tick): SequentialState {
  return advanceBy(state, tick, logLikelihoodRatios(state, tick));
}

/** The same, where it is known already what the tick says. */
export function advanceBy(
  state: SequentialState,
  tick: Tick,
  ratios: ReturnType<typeof logLikelihoodRatios>,
): SequentialState {
  if (tick.candidate.requests === 0 || tick.stable.requests === 0) return state;
  const compared = {
    stable: addCounts(state.compared.stable, tick.stable),
    candidate: addCounts(state.compared.candidate, tick.candidate),
  };
  if (ratios === undefined) return { ...state, compared };
  return { ...state, compared, logLikelihoods: state.logLikelihoods.map((known, k) => known + (ratios[k] ?? 0)) };
}

/**
 * What one tick says for each point of the grid, as logarithms; `undefined` when it says nothing: no failures, or an
 * arm without requests.
 *
 * @throws TidegateError `invalid-input` on counts that cannot be
 */
export function logLikelihoodRatios(
  test: Pick<SequentialState, "claim" | "riskRatio">,
  { stable, candidate }: Tick,
): readonly number[] | undefined {
  assertCounts(candidate);
  assertCounts(stable);
  if (candidate.requests === 0 || stable.requests === 0) return undefined;
  if (candidate.failures + stable.failures === 0) return undefined;
  const share = candidate.requests / (candidate.requests + stable.requests);
  const { ratios, logFactors } = likelihoodGrid(test.claim, test.riskRatio);
  // A failure falls on the candidate with probability share·d / (share·d + 1 − share), so one logarithm a ratio will do.
  const logBorder = Math.log(share * test.riskRatio + 1 - share);
  return ratios.map((ratio, k) => {
    const onEither = logBorder - Math.log(share * ratio + 1 - share);
    return candidate.failures * ((logFactors[k] ?? 0) + onEither) + stable.failures * onEither;
  });
}

/**
 * Natural logarithm of the e-value: reject the null hypothesis at level α once it reaches ln(1/α), at whatever moment
 * one looks (Ville's inequality).
 */
export function logEvidence(state: SequentialState): number {
  return logSumExp(state.logLikelihoods) - Math.log(gridSize);
}

/**
 * Natural logarithm of the weight of the null hypothesis that two equal arms may be apart by this much from rollout to
 * rollout; see {@link logSpreadNull}. Evidence against the border, divided by this, is evidence against that as well.
 *
 * @param spread standard deviation of the log ratio of two equal arms, ≥ 0
 */
export function logNullBeyond(state: SequentialState, spread: Ratio): number {
  if (spread === 0) return 0;
  return logSpreadNull(
    { at: likelihoodGrid(state.claim, state.riskRatio).logs, logLikelihoods: [0, ...state.logLikelihoods] },
    spread,
  );
}

export function addCounts(a: Counts, b: Counts): Counts {
  return { requests: a.requests + b.requests, failures: a.failures + b.failures };
}

/** The alternatives, ascending. */
export function alternativesOf({ claim, riskRatio }: Pick<SequentialState, "claim" | "riskRatio">): readonly Ratio[] {
  return likelihoodGrid(claim, riskRatio).ratios;
}
