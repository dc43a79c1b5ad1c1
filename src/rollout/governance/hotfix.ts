import type { Verdict } from "../../slo/verdict.ts";

/** Stable burns its budget this many times too fast: the second tier of the multi-window alerts of the SRE workbook. */
const stableBurns = 6;
/** The candidate must burn at most this share of what stable burns. */
const candidateShare = 0.5;

/**
 * Why a release may go forward although the service burns: because stable is what burns, and the candidate is proven not
 * worse on every indicator that does. Then waiting for the burn's end would keep users on the broken release.
 *
 * @returns `undefined` when that is not so, or when anything speaks against the candidate
 */
export function hotfixProof({ kind, evidence }: Verdict): string | undefined {
  if (kind === "fail" || kind === "provider-error" || kind === "skipped") return undefined;
  const burning = evidence.indicators.filter(({ burnRate }) => (burnRate.stable ?? 0) >= stableBurns);
  const isMended = burning.every(({ burnRate, nonInferiority }) => {
    const isBetter = (burnRate.candidate ?? Number.NaN) <= (burnRate.stable ?? Number.NaN) * candidateShare;
    return isBetter && nonInferiority !== undefined && nonInferiority.evidence >= nonInferiority.limit;
  });
  const isSuspect = evidence.indicators.some(({ evidence: value, limit }) => !(value < limit));
  if (burning.length === 0 || !isMended || isSuspect) return undefined;
  const rates = burning.map(({ indicator, burnRate }) => {
    return `${indicator} burns ${rounded(burnRate.stable)} × on stable, ${rounded(burnRate.candidate)} × here`;
  });
  return `hot fix: ${rates.join(", ")}`;
}

function rounded(rate: number | undefined): string {
  return rate === undefined ? "?" : String(Math.round(rate * 10) / 10);
}
