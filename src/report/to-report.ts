import { TidegateError } from "../errors/tidegate-error.ts";
import { formatPercent } from "../notify/notice-words.ts";
import { type Story, toStory } from "../notify/story.ts";
import type { DeliveryRecord, Rollout } from "../rollout/record.ts";
import type { LastWord, TracePoint } from "../rollout/trace-schema.ts";
import { linksOf } from "./links.ts";
import { redact } from "./redact.ts";
import type { Decision, IndicatorSeries, Report, SharePoint, StepWord } from "./report.ts";
import { toSpans, totalOf } from "./spans.ts";
import { endingKind, indicatorSentence, labelOf, toneOf, verdictWords } from "./words.ts";

type Place = Pick<DeliveryRecord, "service" | "environment">;

/**
 * The rollout under way in a record, or its last one, for people.
 *
 * @throws TidegateError `not-found` when there has been none
 */
export function toReport({ service, environment, rollout, history, audit }: DeliveryRecord): Report {
  if (rollout === undefined) {
    throw new TidegateError(
      "not-found",
      `There has been no rollout of ${service} in ${environment}, so there is nothing to report.`,
    );
  }
  const earlier = history
    .filter(({ rolloutId }) => rolloutId !== rollout.id)
    .map(({ endedAtMs, release, text }) => ({ endedAtMs, version: release.version, text: redact(text) }));
  return { ...reportOf({ service, environment }, rollout), earlier, decisions: decisionsIn(audit, rollout) };
}

function decisionsIn(audit: DeliveryRecord["audit"], { id }: Rollout): Decision[] {
  return audit
    .filter(({ rolloutId }) => rolloutId === id)
    .map(({ atMs, actor, action, reason, result }) => ({
      atMs,
      action,
      actor: redact(actor),
      reason: redact(reason),
      result: redact(result),
    }))
    .toSorted((one, other) => one.atMs - other.atMs);
}

/** A rollout for people, without those before it and without what the record says beside it. */
export function reportOf(place: Place, rollout: Rollout): Report {
  const { phase, trace = { points: [], words: [] }, failure, startedAtMs } = rollout;
  const { words, subject, facts } = storyOf(place, rollout);
  return {
    format: 1,
    ...place,
    tone: toneOf(phase),
    phase,
    subject,
    words,
    text: sentenceOf(rollout),
    facts: facts.map(([name, value]) => [name, redact(value)] as const),
    links: linksOf(rollout),
    fromMs: startedAtMs,
    toMs: endOf(rollout),
    ...(failure === undefined ? {} : { failedAtMs: failure.atMs }),
    shares: sharesOf(rollout),
    indicators: indicatorsOf(rollout, trace.points),
    stepWords: trace.words.map(toStepWord),
    events: rollout.timeline.map(({ text, ...event }) => ({ ...event, text: redact(text) })),
    hasTrace: trace.points.length > 0,
    earlier: [],
    decisions: [],
  };
}

function storyOf(place: Place, rollout: Rollout): Story {
  return toStory(place, { kind: endingKind(rollout.phase), message: "", rollout, undelivered: [] });
}

function sentenceOf({ failure, timeline }: Rollout): string {
  return redact(failure?.text ?? timeline.at(-1)?.text ?? "");
}

function endOf({ endedAtMs, startedAtMs, timeline, trace }: Rollout): number {
  const latest = Math.max(timeline.at(-1)?.atMs ?? startedAtMs, trace?.points.at(-1)?.atMs ?? startedAtMs);
  return Math.max(endedAtMs ?? latest, startedAtMs + 1);
}

/** From the trace and, where that has none, from the story: its lines say the share too. */
function sharesOf(rollout: Rollout): SharePoint[] {
  const { trace, timeline, startedAtMs, candidatePercent } = rollout;
  const known = [...timeline, ...(trace?.points ?? [])].toSorted((one, other) => one.atMs - other.atMs);
  const all = [
    { atMs: startedAtMs, candidatePercent: 0 },
    ...known.map(({ atMs, candidatePercent: percent }) => ({ atMs, candidatePercent: percent })),
    { atMs: endOf(rollout), candidatePercent },
  ];
  return all.filter((point, index) => {
    const isEnd = index === all.length - 1;
    return isEnd || point.candidatePercent !== all[index - 1]?.candidatePercent;
  });
}

function indicatorsOf({ served, trace }: Rollout, points: readonly TracePoint[]): IndicatorSeries[] {
  const counted = Object.keys(served?.candidate.bad ?? {});
  const judged = (trace?.words ?? []).flatMap(({ indicators }) => indicators.map(({ indicator }) => indicator));
  return [...new Set([...counted, ...judged])].map((indicator) => {
    const limit = limitOf(trace?.words ?? [], indicator);
    const total = served && {
      stable: totalOf(served.stable, indicator),
      candidate: totalOf(served.candidate, indicator),
    };
    return {
      indicator,
      label: labelOf(indicator),
      ...(limit === undefined ? {} : { limit }),
      evidence: points.flatMap(({ atMs, evidence }) => {
        const value = evidence?.[indicator];
        return value === undefined ? [] : [{ atMs, evidence: value }];
      }),
      spans: toSpans(points, indicator),
      ...(total === undefined ? {} : { total }),
    };
  });
}

function limitOf(words: readonly LastWord[], indicator: string): number | undefined {
  const said = words.flatMap(({ indicators }) => indicators.filter((word) => word.indicator === indicator));
  return said.findLast(({ limit }) => limit !== undefined)?.limit;
}

function toStepWord({ step, ...word }: LastWord): StepWord {
  const index = /^step (\d+)$/.exec(step)?.[1];
  const name = index === undefined ? "Bake" : `Step ${Number(index) + 1}`;
  const label = `${name}, ${formatPercent(word.candidatePercent)}`;
  const sentences = word.indicators.map(indicatorSentence);
  return { ...word, summary: redact(word.summary), label, verdict: verdictWords(word), sentences };
}
