import type { Assessment } from "./assessment.ts";
import type { Counts } from "./counts.ts";
import type { IndicatorName, Ratio } from "./objective.ts";
import type { Tick } from "./sequential-test.ts";

/** Evidence beyond this is as good as infinite, and infinity is not JSON. */
const mostEvidence = 1e12;

/** From the logarithm, and never more than JSON can hold. */
export function toEvidence(logEvidence: number): number {
  return finite(Math.exp(logEvidence));
}

export function finite(evidence: number): number {
  return Math.min(evidence, mostEvidence);
}

/** "errors 5.1 % of 412 requests on candidate against 0.0 % of 7,801 on stable". */
export function contrastText({ indicator, compared }: Assessment): string {
  return countsText(indicator, compared);
}

export function countsText(indicator: IndicatorName, { candidate, stable }: Tick): string {
  const on = (counts: Counts) => (counts.requests === 0 ? "none" : percentText(counts.failures / counts.requests));
  const requests = candidate.requests.toLocaleString("en-US");
  return `${indicator} ${on(candidate)} of ${requests} requests on candidate against ${on(stable)} of ${stable.requests.toLocaleString("en-US")} on stable`;
}

/** One digit of evidence is enough when there is little of it, none when there is much. */
export function evidenceText(evidence: number): string {
  if (evidence >= mostEvidence) return "over 10^12";
  return evidence < 10 ? evidence.toFixed(1) : Math.round(evidence).toLocaleString("en-US");
}

function percentText(ratio: Ratio): string {
  const percent = 100 * ratio;
  return percent > 0 && percent < 0.05 ? `${percent.toPrecision(1)} %` : `${percent.toFixed(1)} %`;
}
