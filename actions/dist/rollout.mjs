import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  escapeMarkdown,
  formatDuration,
  toMarkdown,
  toStory
} from "./shared-11.mjs";
import {
  evidenceText,
  planOf,
  runRollout,
  runnerLog,
  toHarmlessLine
} from "./shared-8.mjs";
import "./shared-9.mjs";
import {
  connect,
  formatPercent
} from "./shared-3.mjs";
import "./shared-4.mjs";
import {
  commitInput,
  digestInput,
  environmentInput,
  loadManifest,
  manifestInput,
  optionalTokenInput,
  overrideFreezeInput,
  reasonInput,
  retryReasonInput,
  serviceInput,
  versionInput
} from "./shared-6.mjs";
import {
  assertNever
} from "./shared-5.mjs";
import {
  defineAction,
  runMain
} from "./shared-7.mjs";
import {
  _enum,
  string
} from "./shared-2.mjs";

// actions/rollout/main.ts
import { resolve } from "node:path";

// src/connect/cancel-signal.ts
function cancelSignal(source) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  source.on("SIGINT", abort);
  source.on("SIGTERM", abort);
  return controller.signal;
}

// actions/rollout/inputs.ts
var definition = defineAction({
  name: "rollout",
  title: "tidegate rollout",
  description: "Shifts an environment's traffic to a release step by step while the evidence is good, and takes it back when it is not.",
  inputs: {
    service: serviceInput,
    environment: environmentInput,
    version: versionInput,
    digest: digestInput,
    commit: commitInput,
    reason: reasonInput,
    reversible: {
      description: 'Whether the release can be taken back: true, false, or "until 20%" when it cannot from the step on that gives it so much traffic. What fails past that point is frozen, and people are called. Empty: as the manifest says of the environment, which is true unless it says otherwise.',
      schema: string().regex(/^(true|false|until (100|\d{1,2})(\.\d+)?\s?%)$/, 'expected true, false, or "until 20%"').optional(),
      required: false
    },
    hotfix: {
      description: "true when the release mends what is broken now: it is not baked. The reason is kept in the audit.",
      schema: _enum(["true", "false"]).default("false"),
      required: false
    },
    "retry-reason": retryReasonInput,
    "override-freeze": overrideFreezeInput,
    manifest: manifestInput,
    token: optionalTokenInput
  },
  outputs: {
    outcome: "succeeded, baking (a long bake that the watchdog finishes), rolled-back, rollback-failed, frozen, abandoned, refused or lost.",
    phase: "Phase of the rollout in the record, empty when none was started.",
    "rollout-id": "Id of the rollout in the record, empty when none was started.",
    url: "Where users reach the service in this environment."
  },
  permissions: {
    contents: { level: "read", why: "compares commits" },
    deployments: { level: "write", why: "keeps the ledger" },
    packages: { level: "read", why: "pulls the image" }
  }
});

// actions/rollout/run.ts
import { randomUUID } from "node:crypto";

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
function withEvidence(story, report2) {
  const evidence = evidenceMarkdown(report2);
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
  const run2 = runUrl === void 0 ? void 0 : parseWebAddress(runUrl);
  if (run2 === void 0) return [];
  const repository = runPath.exec(run2.pathname)?.[1];
  const links = [{ label: "Workflow run", url: run2.href }];
  if (repository === void 0) return links;
  const page = `${run2.origin}${repository}`;
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

// actions/rollout/run.ts
async function run(inputs, { connection, runner, signal: signal2 }) {
  const { target, metrics, channels, clock, commits } = connection;
  for (const problem of connection.channelProblems) runner.warning(toHarmlessLine(`Nobody is told by ${problem}`));
  const log = runnerLog(runner);
  const ports = { target, metrics, channels, clock, log, newId: randomUUID };
  const request = { ...requestOf(inputs, connection), isAncestor: commits.isAncestor };
  const outcome = await runRollout(request, ports, signal2);
  await report(inputs, outcome, { connection, runner });
  return outcome;
}
function requestOf(inputs, connection) {
  const { service, settings, context } = connection;
  const { version, digest, commit, reason, "retry-reason": retryReason } = inputs;
  const { "override-freeze": overrideFreezeReason } = inputs;
  const irreversibleFromPercent = irreversibleFrom(inputs.reversible, settings);
  return {
    service: service.name,
    environment: settings.name,
    candidate: { version, digest, commit },
    // The engine reads the record and leaves the steps out when nothing serves yet.
    plan: planOf(settings.strategy, settings.limits, true),
    objectives: service.objectives,
    judge: settings.judge,
    reason,
    isHotfix: inputs.hotfix === "true",
    ...settings.governance === void 0 ? {} : { governance: settings.governance },
    ...irreversibleFromPercent === void 0 ? {} : { irreversibleFromPercent },
    ...retryReason === void 0 ? {} : { retryReason },
    ...overrideFreezeReason === void 0 ? {} : { overrideFreezeReason },
    ...context
  };
}
function irreversibleFrom(reversible, { irreversibleFromPercent }) {
  if (reversible === void 0) return irreversibleFromPercent;
  if (reversible === "true") return void 0;
  const percent = Number.parseFloat(reversible.slice("until ".length));
  return reversible === "false" ? 0 : percent;
}
function summaryOf({ service, environment, version }, outcome) {
  const story = toMarkdown(toStory({ service, environment, version }, outcome));
  const { kind, rollout } = outcome;
  if (rollout === void 0 || kind === "refused") return story;
  return withEvidence(story, reportOf({ service, environment }, rollout));
}
async function report(inputs, outcome, { connection, runner }) {
  const { service, environment, version } = inputs;
  const { kind, message, rollout, undelivered } = outcome;
  runner.setOutput("outcome", kind);
  runner.setOutput("phase", rollout?.phase ?? "");
  runner.setOutput("rollout-id", rollout?.id ?? "");
  runner.setOutput("url", connection.seen.url ?? "");
  for (const line2 of undelivered) runner.warning(toHarmlessLine(line2));
  await runner.addSummary(summaryOf(inputs, outcome));
  const line = toHarmlessLine(`${service} ${version} → ${environment}: ${kind}. ${message}`);
  if (kind === "succeeded" || kind === "baking") runner.info(line);
  else runner.setFailed(line);
}

// actions/rollout/main.ts
var { env } = process;
var signal = cancelSignal(process);
await runMain(definition, async (inputs, runner) => {
  const manifest = await loadManifest(resolve(env.GITHUB_WORKSPACE || ".", inputs.manifest));
  const connection = connect({ ...inputs, manifest, env });
  for (const secret of connection.secrets) runner.setSecret(secret);
  await run(inputs, { connection, runner, signal });
});
