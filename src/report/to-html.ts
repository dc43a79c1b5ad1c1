import { createHash } from "node:crypto";
import { formatPercent } from "../notify/notice-words.ts";
import { formatDuration } from "../notify/story.ts";
import { chartsOf } from "./chart/charts-of.ts";
import { figure } from "./chart/figure.ts";
import { escapeHtml } from "./escape-html.ts";
import { table } from "./html-table.ts";
import { pageStyle } from "./page-style.ts";
import type { Report, StepWord } from "./report.ts";
import { countText, summaryIfNeeded } from "./words.ts";

const styleHash = createHash("sha256").update(pageStyle).digest("base64");
/** Nothing is loaded, nothing runs, and no style but ours applies, even if a text got past the escaping. */
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;

/** One file that needs no network and no script. */
export function toHtml(report: Report): string {
  const title = escapeHtml(`${report.subject}: ${report.words}`);
  const parts = [
    header(report),
    charts(report),
    stepWords(report),
    decisions(report),
    events(report),
    earlier(report),
    footer(report),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
${parts.filter((part) => part !== "").join("\n")}
</main>
</body>
</html>
`;
}

function header({ tone, subject, words, text, facts, links }: Report): string {
  const shown = facts.map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`);
  const anchors = links.map(
    ({ label, url }) => `<a href="${escapeHtml(url)}" rel="noopener noreferrer">${escapeHtml(label)}</a>`,
  );
  return [
    `<header class="${tone}">`,
    `<p class="state">${escapeHtml(words)}</p>`,
    `<h1>${escapeHtml(subject)}</h1>`,
    `<p class="lead">${escapeHtml(text)}</p>`,
    anchors.length === 0 ? "" : `<p class="links">${anchors.join("")}</p>`,
    "</header>",
    `<dl class="facts">${shown.join("")}</dl>`,
  ].join("\n");
}

function charts(report: Report): string {
  const figures = chartsOf(report).map(figure);
  const note = report.hasTrace
    ? ""
    : '<p class="soft">The record keeps no evidence of this rollout, so only its shares are drawn.</p>';
  return `<h2>What was seen</h2>\n${note}\n<div class="charts">\n${figures.join("\n")}\n</div>`;
}

function stepWords({ stepWords: words, fromMs }: Report): string {
  if (words.length === 0) return "";
  return `<h2>What the judge said</h2>\n<div class="words">\n${words.map((word) => stepWord(word, fromMs)).join("\n")}\n</div>`;
}

function stepWord(word: StepWord, fromMs: number): string {
  const sentences = word.sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`);
  const summary = summaryIfNeeded(word);
  const after = formatDuration(Math.max(0, word.atMs - fromMs));
  return [
    `<section class="word ${word.kind}">`,
    `<h3>${escapeHtml(word.label)}: <span class="verdict">${escapeHtml(word.verdict)}</span></h3>`,
    summary === "" ? "" : `<p>${escapeHtml(summary)}</p>`,
    sentences.length === 0 ? "" : `<ul>${sentences.join("")}</ul>`,
    `<p class="soft">said ${escapeHtml(after)} after the start, by ${escapeHtml(countText(requestsOf(word)))} requests</p>`,
    "</section>",
  ].join("\n");
}

function requestsOf({ indicators }: StepWord): number {
  const arms = indicators[0]?.arms;
  return arms === undefined ? 0 : arms.candidate.requests + arms.stable.requests;
}

function decisions({ decisions: all, fromMs }: Report): string {
  if (all.length === 0) return "";
  const rows = all.map(({ atMs, actor, action, reason, result }) => {
    return [formatDuration(Math.max(0, atMs - fromMs)), action, actor, reason, result];
  });
  return `<h2>Decided by hand</h2>\n${table(["After", "What", "Who", "Why", "What came of it"], rows)}`;
}

function events({ events: all, fromMs }: Report): string {
  const items = all.map(({ atMs, candidatePercent, text }) => {
    const after = formatDuration(Math.max(0, atMs - fromMs));
    return `<li><span>${escapeHtml(after)}</span><span>${escapeHtml(formatPercent(candidatePercent))}</span><p>${escapeHtml(text)}</p></li>`;
  });
  return `<h2>What happened</h2>\n<ol class="events">\n${items.join("\n")}\n</ol>`;
}

function earlier({ earlier: rollouts }: Report): string {
  if (rollouts.length === 0) return "";
  const rows = rollouts.map(({ endedAtMs, version, text }) => [utc(endedAtMs), version, text]);
  return `<h2>Before this</h2>\n${table(["Ended", "Release", "How"], rows)}`;
}

function footer({ service, environment, fromMs, toMs }: Report): string {
  const text = `${service} in ${environment}, ${utc(fromMs)} to ${utc(toMs)}. Made by tidegate from the record at the target.`;
  return `<footer class="soft"><p>${escapeHtml(text)}</p></footer>`;
}

/** `2026-11-21 08:40:12 UTC` */
function utc(atMs: number): string {
  return new Date(atMs).toISOString().replace("T", " ").replace(/\..*/, " UTC");
}
