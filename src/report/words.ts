import { assertNever } from "../errors/assert-never.ts";
import { formatPercent } from "../notify/notice-words.ts";
import type { Outcome, Unchanged } from "../rollout/outcome.ts";
import type { Phase } from "../rollout/phase.ts";
import type { IndicatorWord, LastWord } from "../rollout/trace-schema.ts";
import type { Counts } from "../slo/counts.ts";
import { evidenceText } from "../slo/evidence-text.ts";
import type { StepWord, Tone } from "./report.ts";

/** How a rollout in this phase would be reported as ended. */
export function endingKind(phase: Phase): Outcome["kind"] | Unchanged["kind"] {
  switch (phase) {
    case "succeeded":
    case "rolled-back":
    case "rollback-failed":
    case "baking":
    case "frozen":
    case "abandoned":
      return phase;
    default:
      return "in-progress";
  }
}

export function toneOf(phase: Phase): Tone {
  switch (phase) {
    case "succeeded":
      return "good";
    case "rolled-back":
    case "rolling-back":
    case "abandoned":
      return "bad";
    case "rollback-failed":
    case "frozen":
      return "attention";
    default:
      return "waiting";
  }
}

/** A verdict as the end of "The judge says: ". */
export function verdictWords({ kind, reason }: Pick<LastWord, "kind" | "reason">): string {
  switch (kind) {
    case "pass":
      return "good enough to go on";
    case "fail":
      return "the new release is worse";
    case "continue":
      return "still looking";
    case "inconclusive":
      return `cannot tell${reason === undefined ? "" : `: ${reasonWords(reason)}`}`;
    case "provider-error":
      return "no numbers to judge by";
    case "skipped":
      return "only looked, decided nothing";
    default:
      return assertNever(kind);
  }
}

function reasonWords(reason: string): string {
  const known: Readonly<Record<string, string>> = {
    "no-traffic": "hardly anybody used the new release",
    "low-power": "too few requests to see what it should see",
    "shared-cause": "both releases have the same trouble",
    conflicting: "the numbers contradict each other",
    uncounted: "one of the releases is not counted",
    routing: "the requests are not split as they were asked to be",
  };
  return known[reason] ?? reason;
}

/** The judge's own words, unless a pass by numbers says the same as the sentences about them. */
export function summaryIfNeeded({
  kind,
  summary,
  sentences,
}: Pick<StepWord, "kind" | "summary" | "sentences">): string {
  return kind === "pass" && sentences.length > 0 ? "" : summary;
}

/** `Errors`, `Slower than 50 ms`. */
export function labelOf(indicator: string): string {
  if (indicator === "errors") return "Errors";
  const underMs = /^slow-(\d+(?:\.\d+)?)ms$/.exec(indicator)?.[1];
  return underMs === undefined ? indicator : `Slower than ${underMs} ms`;
}

/** `7.5 % (31 of 412)`; a share that is not zero never reads as zero. */
export function shareText({ requests, failures }: Counts): string {
  if (requests === 0) return "no requests";
  const percent = (100 * failures) / requests;
  const shown = percent > 0 && percent < 0.1 ? `${percent.toPrecision(1)}\u00a0%` : formatPercent(percent);
  return `${shown} (${countText(failures)} of ${countText(requests)})`;
}

export function countText(count: number): string {
  return count.toLocaleString("en-US");
}

/** What one indicator says, in sentences for somebody who was asleep. */
export function indicatorSentence(word: IndicatorWord): string {
  const { indicator, arms, ratio, evidence, limit } = word;
  const seen = `${labelOf(indicator)}: ${shareText(arms.candidate)} on the new release, ${shareText(arms.stable)} on the old.`;
  if (limit === undefined || ratio === undefined) return `${seen} Here the two are not compared.`;
  const evidenceSays = `Evidence that the new one is worse: ${evidenceText(evidence)}; at ${evidenceText(limit)} it fails.`;
  return [seen, ratioSentence(ratio), evidenceSays, decideSentence(word)].filter((part) => part !== "").join(" ");
}

function ratioSentence({ low, high }: NonNullable<IndicatorWord["ratio"]>): string {
  if (low !== undefined && high !== undefined)
    return `That is between ${times(low)} and ${times(high)} times as often.`;
  if (low !== undefined) return `That is more than ${times(low)} times as often.`;
  if (high !== undefined) return `That is less than ${times(high)} times as often.`;
  return "How many times as often, the counts do not say yet.";
}

function decideSentence({ failuresToFail, requestsToPass }: IndicatorWord): string {
  if (failuresToFail === undefined || failuresToFail === 0) return "";
  const fails = `${countText(failuresToFail)} more bad request${failuresToFail === 1 ? "" : "s"} in a row would fail it`;
  if (requestsToPass === undefined || requestsToPass === 0) return `${fails}.`;
  return `${fails}; a pass needs ${countText(Math.ceil(requestsToPass))} more requests on it.`;
}

function times(ratio: number): string {
  return ratio >= 10 ? countText(Math.round(ratio)) : String(Math.round(ratio * 10) / 10);
}
