import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  evidenceText
} from "./shared-9.mjs";
import {
  formatPercent
} from "./shared-3.mjs";
import {
  assertNever
} from "./shared-6.mjs";

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

// src/report/words.ts
function endingKind(phase) {
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
function toneOf(phase) {
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
function verdictWords({ kind, reason }) {
  switch (kind) {
    case "pass":
      return "good enough to go on";
    case "fail":
      return "the new release is worse";
    case "continue":
      return "still looking";
    case "inconclusive":
      return `cannot tell${reason === void 0 ? "" : `: ${reasonWords(reason)}`}`;
    case "provider-error":
      return "no numbers to judge by";
    case "skipped":
      return "only looked, decided nothing";
    default:
      return assertNever(kind);
  }
}
function reasonWords(reason) {
  const known = {
    "no-traffic": "hardly anybody used the new release",
    "low-power": "too few requests to see what it should see",
    "shared-cause": "both releases have the same trouble",
    conflicting: "the numbers contradict each other",
    uncounted: "one of the releases is not counted",
    routing: "the requests are not split as they were asked to be"
  };
  return known[reason] ?? reason;
}
function summaryIfNeeded({
  kind,
  summary,
  sentences
}) {
  return kind === "pass" && sentences.length > 0 ? "" : summary;
}
function labelOf(indicator) {
  if (indicator === "errors") return "Errors";
  const underMs = /^slow-(\d+(?:\.\d+)?)ms$/.exec(indicator)?.[1];
  return underMs === void 0 ? indicator : `Slower than ${underMs} ms`;
}
function shareText({ requests, failures }) {
  if (requests === 0) return "no requests";
  const percent = 100 * failures / requests;
  const shown = percent > 0 && percent < 0.1 ? `${percent.toPrecision(1)} %` : formatPercent(percent);
  return `${shown} (${countText(failures)} of ${countText(requests)})`;
}
function countText(count) {
  return count.toLocaleString("en-US");
}
function indicatorSentence(word) {
  const { indicator, arms, ratio, evidence, limit } = word;
  const seen = `${labelOf(indicator)}: ${shareText(arms.candidate)} on the new release, ${shareText(arms.stable)} on the old.`;
  if (limit === void 0 || ratio === void 0) return `${seen} Here the two are not compared.`;
  const evidenceSays = `Evidence that the new one is worse: ${evidenceText(evidence)}; at ${evidenceText(limit)} it fails.`;
  return [seen, ratioSentence(ratio), evidenceSays, decideSentence(word)].filter((part) => part !== "").join(" ");
}
function ratioSentence({ low, high }) {
  if (low !== void 0 && high !== void 0)
    return `That is between ${times(low)} and ${times(high)} times as often.`;
  if (low !== void 0) return `That is more than ${times(low)} times as often.`;
  if (high !== void 0) return `That is less than ${times(high)} times as often.`;
  return "How many times as often, the counts do not say yet.";
}
function decideSentence({ failuresToFail, requestsToPass }) {
  if (failuresToFail === void 0 || failuresToFail === 0) return "";
  const fails = `${countText(failuresToFail)} more bad request${failuresToFail === 1 ? "" : "s"} in a row would fail it`;
  if (requestsToPass === void 0 || requestsToPass === 0) return `${fails}.`;
  return `${fails}; a pass needs ${countText(Math.ceil(requestsToPass))} more requests on it.`;
}
function times(ratio) {
  return ratio >= 10 ? countText(Math.round(ratio)) : String(Math.round(ratio * 10) / 10);
}

// src/report/to-markdown.ts
var mostSummaryBytes = 9e5;
function withEvidence(story, report) {
  const evidence = evidenceMarkdown(report);
  const at = story.indexOf("### Timeline");
  const whole = at < 0 ? `${story}
${evidence}` : `${story.slice(0, at)}${evidence}
${story.slice(at)}`;
  return withinBytes(evidence === "" ? story : whole, mostSummaryBytes);
}
function evidenceMarkdown({ stepWords, indicators, links }) {
  const rows = indicators.flatMap(
    ({ label, total }) => total === void 0 ? [] : [
      `| ${escapeMarkdown(label)} | ${escapeMarkdown(shareText(total.candidate))} | ${escapeMarkdown(shareText(total.stable))} |`
    ]
  );
  const table = rows.length === 0 ? [] : ["", "| whole rollout | new release | old release |", "| --- | --- | --- |", ...rows];
  const last = stepWords.at(-1);
  if (last === void 0 && table.length === 0) return "";
  const earlier = stepWords.slice(0, -1);
  return [
    "### What the judge saw",
    "",
    ...last === void 0 ? [] : wordLines(last),
    ...table,
    "",
    ...earlier.length === 0 ? [] : ["<details><summary>The steps before</summary>", "", ...earlier.flatMap(wordLines), "", "</details>", ""],
    // The run's own page is where the summary is; the others lead somewhere else.
    ...links.filter(({ label }) => label !== "Workflow run").map(({ label, url }) => `[${escapeMarkdown(label)}](<${url}>)`),
    ""
  ].join("\n");
}
function wordLines(word) {
  const { label, verdict, sentences, sinceMs, atMs } = word;
  const parts = [`looked for ${formatDuration(atMs - sinceMs)}`, summaryIfNeeded(word)].filter((part) => part !== "");
  return [
    `**${escapeMarkdown(label)}: ${escapeMarkdown(verdict)}** · ${parts.map(escapeMarkdown).join(" · ")}`,
    "",
    ...sentences.map((sentence) => `- ${escapeMarkdown(sentence)}`),
    ""
  ];
}
var cutNote = "\n\n… what does not fit into a summary is left out; `tidegate report` writes all of it.\n";
function withinBytes(text, most) {
  if (Buffer.byteLength(text) <= most) return text;
  const start = Buffer.from(text).subarray(0, most - Buffer.byteLength(cutNote)).toString("utf8");
  return `${start.slice(0, Math.max(0, start.lastIndexOf("\n")))}${cutNote}`;
}

// src/report/links.ts
var runPath = /^(\/[^/]+\/[^/]+)\/actions\/runs\/\d+/;
function linksOf({ runUrl, candidate, stable }) {
  const run = runUrl === void 0 ? void 0 : parseWebAddress(runUrl);
  if (run === void 0) return [];
  const repository = runPath.exec(run.pathname)?.[1];
  const links = [{ label: "Workflow run", url: run.href }];
  if (repository === void 0) return links;
  const page = `${run.origin}${repository}`;
  links.push({ label: `Commit ${candidate.commit.slice(0, 7)}`, url: `${page}/commit/${candidate.commit}` });
  if (stable !== void 0 && stable.commit !== candidate.commit) {
    links.push({ label: "What changed", url: `${page}/compare/${stable.commit}...${candidate.commit}` });
  }
  return links;
}
function parseWebAddress(text) {
  const url = URL.parse(text);
  if (url === null || url.protocol !== "https:" && url.protocol !== "http:") return void 0;
  return url.username === "" && url.password === "" ? url : void 0;
}

// src/report/redact.ts
var secrets = [
  // https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
  /(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,})/g,
  // https://docs.slack.dev/authentication/tokens
  /x(?:ox[abeprs]|app)-[\w-]{8,}/g,
  // What stands behind it is all that a caller needs: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
  /(?<=hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]+/g,
  /(?<=\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}/gi,
  // A JSON web token
  /eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g,
  // User and password in an address
  /(?<=:\/\/)[^\s/@:]+:[^\s/@]+(?=@)/g,
  /(?<=\b(?:password|passwd|secret|token|api[-_]?key|access[-_]?key|sig|signature)["']?\s*[=:]\s*["']?)[^\s"'&,;]{6,}/gi,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g
];
var longestText = 600;
function redact(text) {
  const visible = text.replace(new RegExp("\\p{Cf}+", "gu"), "");
  const hidden = secrets.reduce((left, secret) => left.replace(secret, "***"), visible);
  return hidden.length <= longestText ? hidden : `${hidden.slice(0, longestText)}…`;
}

// src/report/spans.ts
var mostSpans = 40;
function toSpans(points, indicator) {
  const counted = points.filter(({ served }) => served !== void 0);
  const [first, last] = [counted[0], counted.at(-1)];
  if (first === void 0 || last === void 0 || first === last) return [];
  const atLeastMs = (last.atMs - first.atMs) / mostSpans;
  const spans = [];
  let from = first;
  for (const to of counted.slice(1)) {
    if (to.atMs - from.atMs < atLeastMs && to !== last) continue;
    spans.push({ fromMs: from.atMs, toMs: to.atMs, arms: between(from, to, indicator) });
    from = to;
  }
  return spans;
}
function between(from, to, indicator) {
  const of = (arm) => {
    const [before, after] = [totalOf(from.served?.[arm], indicator), totalOf(to.served?.[arm], indicator)];
    return {
      requests: Math.max(0, after.requests - before.requests),
      failures: Math.max(0, after.failures - before.failures)
    };
  };
  return { stable: of("stable"), candidate: of("candidate") };
}
function totalOf(served, indicator) {
  if (served === void 0) return { requests: 0, failures: 0 };
  return { requests: served.requests, failures: served.bad?.[indicator] ?? served.failures };
}

// src/report/to-report.ts
function reportOf(place, rollout) {
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
    facts: facts.map(([name, value]) => [name, redact(value)]),
    links: linksOf(rollout),
    fromMs: startedAtMs,
    toMs: endOf(rollout),
    ...failure === void 0 ? {} : { failedAtMs: failure.atMs },
    shares: sharesOf(rollout),
    indicators: indicatorsOf(rollout, trace.points),
    stepWords: trace.words.map(toStepWord),
    events: rollout.timeline.map(({ text, ...event }) => ({ ...event, text: redact(text) })),
    hasTrace: trace.points.length > 0,
    earlier: [],
    decisions: []
  };
}
function storyOf(place, rollout) {
  return toStory(place, { kind: endingKind(rollout.phase), message: "", rollout, undelivered: [] });
}
function sentenceOf({ failure, timeline }) {
  return redact(failure?.text ?? timeline.at(-1)?.text ?? "");
}
function endOf({ endedAtMs, startedAtMs, timeline, trace }) {
  const latest = Math.max(timeline.at(-1)?.atMs ?? startedAtMs, trace?.points.at(-1)?.atMs ?? startedAtMs);
  return Math.max(endedAtMs ?? latest, startedAtMs + 1);
}
function sharesOf(rollout) {
  const { trace, timeline, startedAtMs, candidatePercent } = rollout;
  const known = [...timeline, ...trace?.points ?? []].toSorted((one, other) => one.atMs - other.atMs);
  const all = [
    { atMs: startedAtMs, candidatePercent: 0 },
    ...known.map(({ atMs, candidatePercent: percent }) => ({ atMs, candidatePercent: percent })),
    { atMs: endOf(rollout), candidatePercent }
  ];
  return all.filter((point, index) => {
    const isEnd = index === all.length - 1;
    return isEnd || point.candidatePercent !== all[index - 1]?.candidatePercent;
  });
}
function indicatorsOf({ served, trace }, points) {
  const counted = Object.keys(served?.candidate.bad ?? {});
  const judged = (trace?.words ?? []).flatMap(({ indicators }) => indicators.map(({ indicator }) => indicator));
  return [.../* @__PURE__ */ new Set([...counted, ...judged])].map((indicator) => {
    const limit = limitOf(trace?.words ?? [], indicator);
    const total = served && {
      stable: totalOf(served.stable, indicator),
      candidate: totalOf(served.candidate, indicator)
    };
    return {
      indicator,
      label: labelOf(indicator),
      ...limit === void 0 ? {} : { limit },
      evidence: points.flatMap(({ atMs, evidence }) => {
        const value = evidence?.[indicator];
        return value === void 0 ? [] : [{ atMs, evidence: value }];
      }),
      spans: toSpans(points, indicator),
      ...total === void 0 ? {} : { total }
    };
  });
}
function limitOf(words, indicator) {
  const said = words.flatMap(({ indicators }) => indicators.filter((word) => word.indicator === indicator));
  return said.findLast(({ limit }) => limit !== void 0)?.limit;
}
function toStepWord({ step, ...word }) {
  const index = /^step (\d+)$/.exec(step)?.[1];
  const name = index === void 0 ? "Bake" : `Step ${Number(index) + 1}`;
  const label = `${name}, ${formatPercent(word.candidatePercent)}`;
  const sentences = word.indicators.map(indicatorSentence);
  return { ...word, summary: redact(word.summary), label, verdict: verdictWords(word), sentences };
}

export {
  toStory,
  toMarkdown,
  withEvidence,
  reportOf
};
