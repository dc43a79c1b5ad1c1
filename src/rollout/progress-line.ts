import type { Verdict } from "../slo/verdict.ts";
import type { Rollout } from "./record.ts";

/** One line for people who watch, for example `5 % · observing · candidate 212 requests, 0 errors · 3 s left`. */
export function progressLine(rollout: Rollout, verdict: Verdict, nowMs: number): string {
  const parts = [`${rollout.candidatePercent} %`, rollout.phase, ...evidenceParts(verdict)];
  const leftMs = (rollout.deadlineMs ?? Number.NaN) - nowMs;
  if (leftMs > 0) parts.push(`${Math.ceil(leftMs / 1000)} s left`);
  return parts.join(" · ");
}

function evidenceParts(verdict: Verdict): string[] {
  if (verdict.kind === "provider-error") return [`no metrics: ${verdict.message}`];
  const worst = [...verdict.evidence.indicators].sort((one, other) => closeness(other) - closeness(one))[0];
  if (worst === undefined) return [verdict.evidence.summary];
  const { requests } = worst.arms.candidate;
  const counts = verdict.evidence.indicators.map(({ indicator, arms }) => badText(indicator, arms.candidate.failures));
  const served = `candidate ${requests.toLocaleString("en-US")} requests, ${counts.join(", ")}`;
  if (!Number.isFinite(worst.limit)) return [served];
  return [served, `evidence ${rounded(worst.evidence)} of ${rounded(worst.limit)}`];
}

/** `0 errors`, `1 error`, `12 over 50ms`. */
function badText(indicator: string, failures: number): string {
  const count = failures.toLocaleString("en-US");
  if (indicator.startsWith("slow-")) return `${count} over ${indicator.slice("slow-".length)}`;
  return failures === 1 && indicator === "errors" ? "1 error" : `${count} ${indicator}`;
}

/** How near an indicator is to failing the candidate. */
function closeness({ evidence, limit }: { readonly evidence: number; readonly limit: number }): number {
  return evidence / limit;
}

function rounded(value: number): string {
  return value >= 10 ? Math.round(value).toLocaleString("en-US") : String(Math.round(value * 10) / 10);
}
