import { assertCounts } from "./counts-schema.ts";
import type { Tick } from "./sequential-test.ts";

/** Requests an arm needs before the normal approximation is worth anything. */
const burnIn = 100;

/**
 * The mixture sequential probability ratio test on two failure ratios, for comparison only: its variance is plugged
 * in, so it is approximate, and it loses badly where failures are rare. 1 before the burn-in and without variance.
 *
 * @param tauSquared variance of the normal mixture over differences of the ratios
 * @throws TidegateError `invalid-input` on counts that cannot be
 * @see https://arxiv.org/abs/1512.04922
 */
export function msprt({ stable, candidate }: Tick, tauSquared = 1e-4): number {
  assertCounts(stable);
  assertCounts(candidate);
  if (stable.requests < burnIn || candidate.requests < burnIn) return 1;
  const stableRatio = stable.failures / stable.requests;
  const candidateRatio = candidate.failures / candidate.requests;
  const variance =
    (candidateRatio * (1 - candidateRatio)) / candidate.requests + (stableRatio * (1 - stableRatio)) / stable.requests;
  if (variance === 0) return 1;
  const difference = candidateRatio - stableRatio;
  const exponent = (tauSquared * difference ** 2) / (2 * variance * (variance + tauSquared));
  return Math.sqrt(variance / (variance + tauSquared)) * Math.exp(exponent);
}
