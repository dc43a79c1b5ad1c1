import type { IndicatorEvidence, Verdict } from "../slo/verdict.ts";
import type { Rollout } from "./record.ts";
import type { Seen } from "./seen.ts";
import type { IndicatorWord, LastWord, Trace, TracePoint } from "./trace-schema.ts";

/** What a trace keeps. Half of the points that say nothing of their own go when there are more. */
export const keptTrace = { points: 160, words: 30, summaryLength: 500 } as const;

const emptyTrace: Trace = { points: [], words: [] };

/** The rollout with one more point of its trace. A look that has been noted already changes nothing. */
export function withTrace(rollout: Rollout, seen: Seen): Rollout {
  const { points, words } = rollout.trace ?? emptyTrace;
  const last = points.at(-1);
  if (last !== undefined && last.atMs >= seen.nowMs) return rollout;
  const trace = { points: thinned([...points, toPoint(rollout, seen)]), words: withWord(words, rollout, seen) };
  return { ...rollout, trace };
}

function toPoint({ candidatePercent, served }: Rollout, { nowMs, verdict }: Seen): TracePoint {
  const compared = verdict?.evidence.indicators.filter(isCompared) ?? [];
  return {
    atMs: nowMs,
    candidatePercent,
    ...(served === undefined ? {} : { served }),
    ...(compared.length === 0
      ? {}
      : { evidence: Object.fromEntries(compared.map(({ indicator, evidence }) => [indicator, rounded(evidence)])) }),
    ...(verdict === undefined ? {} : { verdict: verdict.kind }),
  };
}

/** Behind a guards gate nothing is compared: there is no limit that evidence could reach. */
function isCompared({ evidence, limit, ratio }: IndicatorEvidence): boolean {
  return ratio !== undefined && Number.isFinite(limit) && Number.isFinite(evidence);
}

/**
 * No more points than are kept. The first, the last, and those where the share or the verdict changed stay; of the rest
 * every second goes, so that what is long past is coarser than what has just been. Where changes alone are too many,
 * every second of them goes too.
 */
export function thinned(points: readonly TracePoint[], most: number = keptTrace.points): TracePoint[] {
  if (points.length <= most) return [...points];
  const fewer = points.filter(
    (point, index) => index % 2 === 0 || isLandmark(point, points[index - 1], points[index + 1]),
  );
  if (fewer.length <= most) return fewer;
  return points.filter((_, index) => index % 2 === 0 || index === points.length - 1);
}

function isLandmark(point: TracePoint, before: TracePoint | undefined, after: TracePoint | undefined): boolean {
  if (before === undefined || after === undefined) return true;
  return point.candidatePercent !== before.candidatePercent || point.verdict !== before.verdict;
}

function withWord(words: readonly LastWord[], rollout: Rollout, { nowMs, verdict }: Seen): LastWord[] {
  const { judgedStep: step } = rollout;
  if (verdict === undefined || step === undefined) return [...words];
  const last = words.at(-1);
  const sinceMs = last?.step === step ? last.sinceMs : nowMs;
  const earlier = last?.step === step ? words.slice(0, -1) : words;
  const word = { step, candidatePercent: rollout.candidatePercent, sinceMs, atMs: nowMs, ...toWord(verdict) };
  return [...earlier, word].slice(-keptTrace.words);
}

function toWord(verdict: Verdict): Pick<LastWord, "kind" | "reason" | "summary" | "indicators"> {
  const { kind, evidence } = verdict;
  return {
    kind,
    ...(verdict.kind === "inconclusive" ? { reason: verdict.reason } : {}),
    summary: evidence.summary.slice(0, keptTrace.summaryLength),
    indicators: evidence.indicators.map(toIndicatorWord),
  };
}

function toIndicatorWord({ indicator, arms, evidence, limit, ratio, toDecide }: IndicatorEvidence): IndicatorWord {
  return {
    indicator,
    arms,
    evidence: rounded(evidence),
    ...(Number.isFinite(limit) ? { limit: rounded(limit) } : {}),
    ...(ratio === undefined ? {} : { ratio: finiteOnly(ratio) }),
    ...(toDecide === undefined ? {} : finiteOnly(toDecide)),
  };
}

/** Infinity is not JSON, and to leave a bound out says the same. */
function finiteOnly<Numbers extends object>(numbers: Numbers): Numbers {
  const kept = Object.entries(numbers).filter(([, value]) => Number.isFinite(value));
  return Object.fromEntries(kept) as Numbers;
}

/** Four digits are enough for a picture. */
function rounded(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : 0;
}
