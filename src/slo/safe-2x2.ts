import { z } from "zod";
import type { Counts } from "./counts.ts";
import { armCountsSchema, assertCounts } from "./counts-schema.ts";
import { addCounts, type Tick } from "./sequential-test.ts";

/** Pseudo-counts of failures and of successes before the first block, which the authors found near optimal. */
const priorFailures = 0.18;
const priorSuccesses = 0.18;

/** The safe test for two proportions between two polls, as plain JSON. */
export const safe2x2Schema = z.object({ logEvidence: z.number(), compared: armCountsSchema });
export type Safe2x2 = z.infer<typeof safe2x2Schema>;

export const startSafe2x2: Safe2x2 = {
  logEvidence: 0,
  compared: { stable: { requests: 0, failures: 0 }, candidate: { requests: 0, failures: 0 } },
};

/**
 * Adds one block to the one-sided safe 2×2 test of "the candidate fails no more often than stable". It keeps its power
 * where failures are common; its null is a ratio of 1 exactly, so next to a margin it is information only.
 *
 * @throws TidegateError `invalid-input` on counts that cannot be
 * @see https://arxiv.org/abs/2106.02693
 */
export function advanceSafe2x2(state: Safe2x2, tick: Tick): Safe2x2 {
  assertCounts(tick.candidate);
  assertCounts(tick.stable);
  if (tick.candidate.requests === 0 || tick.stable.requests === 0) return state;
  return {
    logEvidence:
      state.logEvidence + logBlock(posterior(state.compared.stable), posterior(state.compared.candidate), tick),
    compared: {
      stable: addCounts(state.compared.stable, tick.stable),
      candidate: addCounts(state.compared.candidate, tick.candidate),
    },
  };
}

/** The mean failure ratio after the blocks so far; learning from earlier blocks only is what keeps the test valid. */
function posterior({ requests, failures }: Counts): number {
  return (failures + priorFailures) / (requests + priorFailures + priorSuccesses);
}

function logBlock(stableRatio: number, candidateRatio: number, { stable, candidate }: Tick): number {
  if (candidateRatio <= stableRatio) return 0;
  const requests = stable.requests + candidate.requests;
  const pooled = (stable.requests * stableRatio + candidate.requests * candidateRatio) / requests;
  return logLikelihoodRatio(stable, stableRatio, pooled) + logLikelihoodRatio(candidate, candidateRatio, pooled);
}

function logLikelihoodRatio({ requests, failures }: Counts, ratio: number, pooled: number): number {
  return failures * Math.log(ratio / pooled) + (requests - failures) * Math.log((1 - ratio) / (1 - pooled));
}
