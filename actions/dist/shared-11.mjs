import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  formatPercent
} from "./shared-3.mjs";
import {
  assertNever
} from "./shared-5.mjs";

// src/notify/story.ts
function toStory({ service, environment, version }, ending) {
  const { kind, message, rollout, undelivered } = ending;
  const told = kind === "refused" ? void 0 : rollout;
  const subject = [service, told?.candidate.version ?? version].filter((part) => part !== void 0).join(" ");
  return {
    kind,
    words: wordsOf(kind),
    subject: `${subject} → ${environment}`,
    text: message,
    facts: told === void 0 ? [] : factsOf(told),
    timeline: told === void 0 ? [] : timelineOf(told),
    undelivered
  };
}
function wordsOf(kind) {
  switch (kind) {
    case "succeeded":
      return "succeeded";
    case "rolled-back":
      return "rolled back";
    case "rollback-failed":
      return "ROLLBACK FAILED, act now";
    case "baking":
      return "at 100 %, being watched";
    case "frozen":
      return "FROZEN, a person must decide";
    case "abandoned":
      return "given up before any traffic";
    case "refused":
      return "refused";
    case "lost":
      return "no longer in our hands";
    case "nothing-to-do":
      return "nothing to do";
    case "in-progress":
      return "in progress";
    default:
      return assertNever(kind);
  }
}
function factsOf(rollout) {
  const { stable, candidate, served, startedAtMs, endedAtMs, restoredAtMs, failure } = rollout;
  const facts = [
    ["Release", candidate.version],
    ["Before", stable?.version ?? "nothing: the first delivery"],
    ["Why", rollout.reason],
    ["By", rollout.actor],
    ["Started", new Date(startedAtMs).toISOString().replace("T", " ").replace(/\..*/, " UTC")],
    ["Took", endedAtMs === void 0 ? void 0 : formatDuration(endedAtMs - startedAtMs)],
    ["New served", served && countsOf(served.candidate)],
    ["Old served", served && stable && countsOf(served.stable)],
    ["Back after", failure && restoredAtMs ? formatDuration(Math.max(0, restoredAtMs - failure.atMs)) : void 0],
    ["Digest", candidate.digest.slice(0, 19)]
  ];
  return facts.flatMap(([name, value]) => value === void 0 ? [] : [[name, value]]);
}
function countsOf({ requests, failures }) {
  return `${requests.toLocaleString("en-US")} requests, ${failures.toLocaleString("en-US")} failed`;
}
function timelineOf({ timeline, startedAtMs }) {
  return timeline.map(({ atMs, candidatePercent, text }) => ({ afterMs: atMs - startedAtMs, candidatePercent, text }));
}
function formatDuration(durationMs) {
  if (durationMs < 1e3) return `${Math.round(durationMs)} ms`;
  if (durationMs < 59950) return `${(durationMs / 1e3).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1e3);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

// src/notify/escape-markdown.ts
var marks = /[\\`*_{}[\]()#|<>&~$!"']/g;
var lineStart = /^([-+=]|\d+(?=[.)](?:\s|$)))/;
function escapeMarkdown(text) {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").replace(new RegExp("\\p{Cf}", "gu"), "").trim().replace(marks, reference).replace(lineStart, (mark) => [...mark].map(reference).join("")).replace(/@(?=\w)/g, "@<!-- -->").replace(/:\/\//g, ":<!-- -->//");
}
function reference(character) {
  return `&#${character.codePointAt(0)};`;
}

// src/notify/summary.ts
var icons = {
  succeeded: "✅",
  "rolled-back": "↩️",
  "rollback-failed": "🚨",
  baking: "⏳",
  frozen: "🧊",
  abandoned: "⏹️",
  refused: "⛔",
  lost: "❓",
  "nothing-to-do": "👌",
  "in-progress": "⏳"
};
var maxMoments = 200;
function toMarkdown(story) {
  const parts = [
    `## ${icons[story.kind]} ${escapeMarkdown(story.subject)}: ${escapeMarkdown(story.words)}`,
    escapeMarkdown(story.text),
    factsTable(story.facts),
    timelineList(story.timeline),
    undeliveredList(story.undelivered)
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}
`;
}
function factsTable(facts) {
  if (facts.length === 0) return "";
  const rows = facts.map(([name, value]) => `| ${escapeMarkdown(name)} | ${escapeMarkdown(value)} |`);
  return ["| | |", "| --- | --- |", ...rows].join("\n");
}
function timelineList(moments) {
  if (moments.length === 0) return "";
  const left = moments.length - maxMoments;
  const half = maxMoments / 2;
  const lines = left <= 0 ? moments.map(momentLine) : [...moments.slice(0, half).map(momentLine), `- … ${left} more …`, ...moments.slice(-half).map(momentLine)];
  return ["### Timeline", "", ...lines].join("\n");
}
function momentLine({ afterMs, candidatePercent, text }) {
  return `- **${formatDuration(Math.max(0, afterMs))}** · ${formatPercent(candidatePercent)} · ${escapeMarkdown(text)}`;
}
function undeliveredList(lines) {
  if (lines.length === 0) return "";
  return ["### Not everybody was told", "", ...lines.map((line) => `- ${escapeMarkdown(line)}`)].join("\n");
}

export {
  toStory,
  formatDuration,
  escapeMarkdown,
  toMarkdown
};
