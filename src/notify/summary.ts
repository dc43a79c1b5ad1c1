import { escapeMarkdown } from "./escape-markdown.ts";
import { formatPercent } from "./notice-words.ts";
import { formatDuration, type Story, type StoryMoment } from "./story.ts";

const icons: Readonly<Record<Story["kind"], string>> = {
  succeeded: "✅",
  "rolled-back": "↩️",
  "rollback-failed": "🚨",
  baking: "⏳",
  frozen: "🧊",
  abandoned: "⏹️",
  refused: "⛔",
  lost: "❓",
  "nothing-to-do": "👌",
  "in-progress": "⏳",
};

/** GitHub refuses a step summary above 1 MiB. A long rollout keeps its beginning and its end. */
const maxMoments = 200;

/**
 * A story as GitHub Markdown for a phone's width: a headline, what happened, a table of two columns, a timeline as a
 * list. Text of people and of the target is shown as it is, whatever marks it holds.
 */
export function toMarkdown(story: Story): string {
  const parts = [
    `## ${icons[story.kind]} ${escapeMarkdown(story.subject)}: ${escapeMarkdown(story.words)}`,
    escapeMarkdown(story.text),
    factsTable(story.facts),
    timelineList(story.timeline),
    undeliveredList(story.undelivered),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function factsTable(facts: Story["facts"]): string {
  if (facts.length === 0) return "";
  const rows = facts.map(([name, value]) => `| ${escapeMarkdown(name)} | ${escapeMarkdown(value)} |`);
  return ["| | |", "| --- | --- |", ...rows].join("\n");
}

function timelineList(moments: readonly StoryMoment[]): string {
  if (moments.length === 0) return "";
  const left = moments.length - maxMoments;
  const half = maxMoments / 2;
  const lines =
    left <= 0
      ? moments.map(momentLine)
      : [...moments.slice(0, half).map(momentLine), `- … ${left} more …`, ...moments.slice(-half).map(momentLine)];
  return ["### Timeline", "", ...lines].join("\n");
}

function momentLine({ afterMs, candidatePercent, text }: StoryMoment): string {
  return `- **${formatDuration(Math.max(0, afterMs))}** · ${formatPercent(candidatePercent)} · ${escapeMarkdown(text)}`;
}

function undeliveredList(lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return ["### Not everybody was told", "", ...lines.map((line) => `- ${escapeMarkdown(line)}`)].join("\n");
}
