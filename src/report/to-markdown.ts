import { escapeMarkdown } from "../notify/escape-markdown.ts";
import { formatDuration, type Story } from "../notify/story.ts";
import { toMarkdown as storyToMarkdown } from "../notify/summary.ts";
import type { Report, StepWord } from "./report.ts";
import { endingKind, shareText, summaryIfNeeded } from "./words.ts";

/** GitHub refuses a step summary above 1 MiB; this leaves room for what other steps of ours write. */
export const mostSummaryBytes = 900_000;

/** The report as GitHub Markdown, for the summary of a step: what happened first, then why. */
export function toMarkdown(report: Report): string {
  const { fromMs, events, facts, subject, words, text, phase } = report;
  const timeline = events.map(({ atMs, ...event }) => ({ ...event, afterMs: atMs - fromMs }));
  const story: Story = { kind: endingKind(phase), words, subject, text, facts, timeline, undelivered: [] };
  return withEvidence(storyToMarkdown(story), report);
}

/** A story with the judge's evidence before its timeline. What is too long for a summary ends with a line that says so. */
export function withEvidence(story: string, report: Report): string {
  const evidence = evidenceMarkdown(report);
  const at = story.indexOf("### Timeline");
  const whole = at < 0 ? `${story}\n${evidence}` : `${story.slice(0, at)}${evidence}\n${story.slice(at)}`;
  return withinBytes(evidence === "" ? story : whole, mostSummaryBytes);
}

function evidenceMarkdown({ stepWords, indicators, links }: Report): string {
  const rows = indicators.flatMap(({ label, total }) =>
    total === undefined
      ? []
      : [
          `| ${escapeMarkdown(label)} | ${escapeMarkdown(shareText(total.candidate))} | ${escapeMarkdown(shareText(total.stable))} |`,
        ],
  );
  const table =
    rows.length === 0 ? [] : ["", "| whole rollout | new release | old release |", "| --- | --- | --- |", ...rows];
  const last = stepWords.at(-1);
  if (last === undefined && table.length === 0) return "";
  const earlier = stepWords.slice(0, -1);
  return [
    "### What the judge saw",
    "",
    ...(last === undefined ? [] : wordLines(last)),
    ...table,
    "",
    ...(earlier.length === 0
      ? []
      : ["<details><summary>The steps before</summary>", "", ...earlier.flatMap(wordLines), "", "</details>", ""]),
    // The run's own page is where the summary is; the others lead somewhere else.
    ...links
      .filter(({ label }) => label !== "Workflow run")
      .map(({ label, url }) => `[${escapeMarkdown(label)}](<${url}>)`),
    "",
  ].join("\n");
}

function wordLines(word: StepWord): string[] {
  const { label, verdict, sentences, sinceMs, atMs } = word;
  const parts = [`looked for ${formatDuration(atMs - sinceMs)}`, summaryIfNeeded(word)].filter((part) => part !== "");
  return [
    `**${escapeMarkdown(label)}: ${escapeMarkdown(verdict)}** · ${parts.map(escapeMarkdown).join(" · ")}`,
    "",
    ...sentences.map((sentence) => `- ${escapeMarkdown(sentence)}`),
    "",
  ];
}

const cutNote = "\n\n… what does not fit into a summary is left out; `tidegate report` writes all of it.\n";

function withinBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  const start = Buffer.from(text)
    .subarray(0, most - Buffer.byteLength(cutNote))
    .toString("utf8");
  return `${start.slice(0, Math.max(0, start.lastIndexOf("\n")))}${cutNote}`;
}
