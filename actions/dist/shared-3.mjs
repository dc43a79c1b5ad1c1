import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  DeliveryError,
  DeploymentsChannel,
  GithubClient,
  GithubCommits,
  GithubDeployments,
  ImageRegistry,
  getEnvironment,
  getService
} from "./shared-4.mjs";
import {
  RecordFile,
  bucketsFor,
  ensureUnpacked,
  gateInfoSchema,
  gatePaths,
  gateProtocol,
  gateStartSchema,
  indicatorOf,
  isFinal,
  isRunning,
  lastLines,
  noticeSchema,
  observationSchema,
  problemSchema,
  reasonOf,
  tidegateHome
} from "./shared-7.mjs";
import {
  assertNever
} from "./shared-6.mjs";
import {
  ConflictError,
  FencedError,
  TidegateError,
  UnavailableError,
  external_exports,
  quoteValue
} from "./shared-2.mjs";

// node_modules/@actions/github/lib/context.js
import { readFileSync, existsSync } from "fs";
import { EOL } from "os";
var Context = class {
  /**
   * Hydrate the context from the environment
   */
  constructor() {
    var _a, _b, _c;
    this.payload = {};
    if (process.env.GITHUB_EVENT_PATH) {
      if (existsSync(process.env.GITHUB_EVENT_PATH)) {
        this.payload = JSON.parse(readFileSync(process.env.GITHUB_EVENT_PATH, { encoding: "utf8" }));
      } else {
        const path = process.env.GITHUB_EVENT_PATH;
        process.stdout.write(`GITHUB_EVENT_PATH ${path} does not exist${EOL}`);
      }
    }
    this.eventName = process.env.GITHUB_EVENT_NAME;
    this.sha = process.env.GITHUB_SHA;
    this.ref = process.env.GITHUB_REF;
    this.workflow = process.env.GITHUB_WORKFLOW;
    this.action = process.env.GITHUB_ACTION;
    this.actor = process.env.GITHUB_ACTOR;
    this.job = process.env.GITHUB_JOB;
    this.runAttempt = parseInt(process.env.GITHUB_RUN_ATTEMPT, 10);
    this.runNumber = parseInt(process.env.GITHUB_RUN_NUMBER, 10);
    this.runId = parseInt(process.env.GITHUB_RUN_ID, 10);
    this.apiUrl = (_a = process.env.GITHUB_API_URL) !== null && _a !== void 0 ? _a : `https://api.github.com`;
    this.serverUrl = (_b = process.env.GITHUB_SERVER_URL) !== null && _b !== void 0 ? _b : `https://github.com`;
    this.graphqlUrl = (_c = process.env.GITHUB_GRAPHQL_URL) !== null && _c !== void 0 ? _c : `https://api.github.com/graphql`;
  }
  get issue() {
    const payload = this.payload;
    return Object.assign(Object.assign({}, this.repo), { number: (payload.issue || payload.pull_request || payload).number });
  }
  get repo() {
    if (process.env.GITHUB_REPOSITORY) {
      const [owner, repo] = process.env.GITHUB_REPOSITORY.split("/");
      return { owner, repo };
    }
    if (this.payload.repository) {
      return {
        owner: this.payload.repository.owner.login,
        repo: this.payload.repository.name
      };
    }
    throw new Error("context.repo requires a GITHUB_REPOSITORY environment variable like 'owner/repo'");
  }
};

// node_modules/@actions/github/lib/github.js
var context = new Context();

// src/connect/commit-ancestry.ts
import { execFile } from "node:child_process";
import { promisify } from "node:util";
var run = promisify(execFile);
var gitTimeoutMs = 1e4;
function commitAncestry(github, directory) {
  return {
    async isAncestor(older, newer) {
      const failures = [];
      for (const commits of [github, gitCommits(directory)]) {
        if (commits === void 0) continue;
        try {
          return await commits.isAncestor(older, newer);
        } catch (error) {
          failures.push(error);
        }
      }
      const why = failures.map(reasonOf).join("; ");
      throw new UnavailableError(`Nobody can say which of ${short(older)} and ${short(newer)} is older: ${why}`);
    }
  };
}
var short = (commit) => commit.slice(0, 7);
function gitCommits(directory) {
  const git = (...args) => run("git", ["-C", directory, ...args], { timeout: gitTimeoutMs, encoding: "utf8" });
  return {
    async isAncestor(older, newer) {
      if (older === newer) return false;
      try {
        await git("merge-base", "--is-ancestor", older, newer);
        return true;
      } catch (error) {
        if (!isExit(error, 1)) throw unknownHere();
      }
      const { stdout } = await git("rev-parse", "--is-shallow-repository");
      if (stdout.trim() !== "false") throw unknownHere();
      return false;
    }
  };
}
function isExit(error, code) {
  return error instanceof Error && "code" in error && error.code === code;
}
function unknownHere() {
  return new UnavailableError("the checkout does not hold that history (actions/checkout with fetch-depth: 0 has all)");
}

// src/notify/misconfigured-channel.ts
var retryMs = 10 * 6e4;
var giveUpAfterMs = 24 * 60 * 6e4;
var MisconfiguredChannel = class {
  name;
  wantsProgress = false;
  #problem;
  #clock;
  constructor(options) {
    this.name = options.name;
    this.#problem = options.problem;
    this.#clock = options.clock;
  }
  async deliver(notice) {
    const matters = isFinal(notice) || notice.kind === "rollback-failed";
    const isOld = this.#clock.nowMs() - notice.atMs > giveUpAfterMs;
    const permanent = !matters || isOld;
    throw new DeliveryError(this.#problem, { permanent, ...permanent ? {} : { retryAfterMs: retryMs } });
  }
};

// src/notify/retry-after.ts
var longestMs = 60 * 6e4;
function parseRetryAfter(header, nowMs) {
  if (header === null || header === void 0) return void 0;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(longestMs, Math.ceil(Number(text) * 1e3));
  const atMs = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? void 0 : Math.min(longestMs, Math.max(0, atMs - nowMs));
}

// src/notify/post-json.ts
var maxReplyLength = 64 * 1024;
async function postJson(post) {
  const { receiver } = post;
  const reply = await send(post);
  if (reply.status >= 200 && reply.status < 300) return reply.text;
  const isRedirect = reply.status >= 300 && reply.status < 400;
  const isLater = reply.status >= 500 || [408, 425, 429].includes(reply.status);
  const advice = isRedirect ? "; redirects are not followed, so configure the final address" : "";
  const retryAfterMs = isLater ? parseRetryAfter(reply.retryAfter, post.nowMs) : void 0;
  throw new DeliveryError(`${receiver} answered ${reply.status}${advice}`, {
    permanent: !isLater,
    ...retryAfterMs === void 0 ? {} : { retryAfterMs }
  });
}
async function send({ url, receiver, body, headers, timeoutMs = 5e3 }) {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json; charset=utf-8", "User-Agent": "tidegate", ...headers },
      body,
      redirect: "manual",
      signal
    });
    const text = (await response.text()).slice(0, maxReplyLength);
    return { status: response.status, text, retryAfter: response.headers.get("retry-after") };
  } catch (error) {
    const why = signal.aborted ? `did not answer within ${timeoutMs / 1e3} s` : `cannot be reached${codeOf(error)}`;
    throw new DeliveryError(`${receiver} ${why}`);
  }
}
function codeOf(error) {
  const cause = error instanceof Error ? error.cause : void 0;
  if (typeof cause !== "object" || cause === null || !("code" in cause)) return "";
  return typeof cause.code === "string" && /^[A-Z_]+$/.test(cause.code) ? ` (${cause.code})` : "";
}

// src/notify/notice-words.ts
function wordsFor({ kind, candidatePercent }) {
  switch (kind) {
    case "started":
      return "started";
    case "progress":
      return `at ${formatPercent(candidatePercent)}`;
    case "succeeded":
      return "succeeded";
    case "rolled-back":
      return "rolled back";
    case "failed":
      return "failed";
    case "rollback-failed":
      return "ROLLBACK FAILED, act now";
    default:
      return assertNever(kind);
  }
}
function formatPercent(percent) {
  return `${Number(percent.toFixed(1))} %`;
}

// src/notify/slack-message.ts
var icons = {
  started: ":hourglass_flowing_sand:",
  progress: ":hourglass_flowing_sand:",
  succeeded: ":white_check_mark:",
  "rolled-back": ":leftwards_arrow_with_hook:",
  failed: ":x:",
  "rollback-failed": ":rotating_light:"
};
function toSlackMessage(notice) {
  const { service, version, environment } = notice;
  const words = wordsFor(notice);
  const subject = `${escapeSlack(service)} ${escapeSlack(version)} → ${escapeSlack(environment)}`;
  return {
    text: `${subject}: ${words}. ${escapeSlack(shorten(notice.text, 300))}`,
    blocks: [
      section(`${icons[notice.kind]} *${subject}: ${words}*`),
      section(escapeSlack(shorten(notice.text, 1500))),
      { type: "context", elements: [mrkdwn(contextOf(notice))] }
    ],
    unfurl_links: false,
    unfurl_media: false
  };
}
function contextOf(notice) {
  const facts = [
    trafficOf(notice),
    `by ${escapeSlack(shorten(notice.actor, 80))}`,
    escapeSlack(shorten(notice.reason, 300)),
    linkTo(notice.runUrl)
  ];
  return facts.filter((fact) => fact !== "").join(" · ");
}
function trafficOf({ candidatePercent, version, stableVersion, kind }) {
  if (kind === "started") return stableVersion === void 0 ? "" : `replaces ${escapeSlack(stableVersion)}`;
  const on = `${formatPercent(candidatePercent)} on ${escapeSlack(version)}`;
  if (stableVersion === void 0 || candidatePercent === 100) return on;
  return `${on}, ${formatPercent(100 - candidatePercent)} on ${escapeSlack(stableVersion)}`;
}
function linkTo(runUrl) {
  if (runUrl === void 0 || !URL.canParse(runUrl)) return "";
  const { href, protocol } = new URL(runUrl);
  if (protocol !== "https:" && protocol !== "http:") return "";
  return `<${escapeSlack(href).replaceAll("|", "%7C")}|run>`;
}
var section = (text) => ({ type: "section", text: mrkdwn(text) });
var mrkdwn = (text) => ({ type: "mrkdwn", text: text === "" ? " " : text, verbatim: true });
function escapeSlack(text) {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return escaped.replace(/[*_~`]/g, "$&⁠").replace(new RegExp("\\p{Cc}+", "gu"), " ");
}
function shorten(text, length) {
  const characters = [...text];
  return characters.length > length ? `${characters.slice(0, length).join("")}…` : text;
}

// src/notify/slack-reply.ts
var replySchema = external_exports.object({
  ok: external_exports.boolean(),
  error: external_exports.string().optional(),
  channel: external_exports.string().optional(),
  ts: external_exports.string().optional()
});
var permanentErrors = /* @__PURE__ */ new Set([
  "account_inactive",
  "access_denied",
  "channel_not_found",
  "ekm_access_denied",
  "enterprise_is_restricted",
  "invalid_arguments",
  "invalid_auth",
  "invalid_blocks",
  "invalid_blocks_format",
  "is_archived",
  "missing_scope",
  "msg_too_long",
  "no_permission",
  "not_allowed_token_type",
  "not_authed",
  "not_in_channel",
  "org_login_required",
  "restricted_action",
  "restricted_action_read_only_channel",
  "team_access_not_granted",
  "token_expired",
  "token_revoked",
  "two_factor_setup_required"
]);
var lostMessageErrors = /* @__PURE__ */ new Set([
  "message_not_found",
  "cant_update_message",
  "edit_window_closed"
]);
function parseSlackReply(text, receiver) {
  try {
    return replySchema.parse(JSON.parse(text));
  } catch {
    throw new DeliveryError(`${receiver} answered something that is not Slack's; is the address right?`);
  }
}
function slackError(code, receiver) {
  const shown = code !== void 0 && /^[a-z_]{1,60}$/.test(code) ? code : "an error without a name";
  const permanent = code !== void 0 && permanentErrors.has(code);
  return new DeliveryError(`${receiver} answered ${shown}`, { permanent });
}

// src/notify/slack-bot-channel.ts
var SlackBotChannel = class {
  name;
  wantsProgress;
  #options;
  constructor(options) {
    this.name = options.name;
    this.wantsProgress = options.wantsProgress;
    this.#options = options;
  }
  async deliver(notice, idempotencyKey, messageId) {
    const place = messageId === void 0 ? void 0 : parsePlace(messageId);
    const edited = place === void 0 ? void 0 : await this.#edit(notice, place);
    const message = edited ?? await this.#post(notice, idempotencyKey);
    if (edited !== void 0 && notice.kind === "rollback-failed") await this.#ring(notice, edited);
    return `${message.channel}:${message.ts}`;
  }
  async #edit(notice, place) {
    const reply = await this.#call("chat.update", { ...place, ...toSlackMessage(notice) });
    if (reply.ok) return place;
    if (reply.error !== void 0 && lostMessageErrors.has(reply.error)) return void 0;
    throw slackError(reply.error, this.#receiver());
  }
  async #post(notice, key) {
    const metadata = {
      event_type: "tidegate_notice",
      event_payload: { key, rollout: notice.rolloutId, kind: notice.kind }
    };
    return this.#place(await this.#call("chat.postMessage", { ...this.#to(), ...toSlackMessage(notice), metadata }));
  }
  async #ring(notice, { channel, ts }) {
    const reply = { channel, thread_ts: ts, reply_broadcast: true, ...toSlackMessage(notice) };
    this.#place(await this.#call("chat.postMessage", reply));
  }
  #to() {
    return { channel: this.#options.channel };
  }
  #receiver() {
    return `Slack channel "${this.name}"`;
  }
  #place({ ok, error, channel, ts }) {
    if (!ok) throw slackError(error, this.#receiver());
    if (channel === void 0 || ts === void 0) {
      throw new DeliveryError(`${this.#receiver()} did not say where its message is`);
    }
    return { channel, ts };
  }
  async #call(method, body) {
    const { token, clock, apiUrl = "https://slack.com/api" } = this.#options;
    const text = await postJson({
      url: `${apiUrl}/${method}`,
      receiver: this.#receiver(),
      body: JSON.stringify(body),
      headers: { Authorization: `Bearer ${token}` },
      nowMs: clock.nowMs()
    });
    return parseSlackReply(text, this.#receiver());
  }
};
function parsePlace(messageId) {
  const [channel, ts] = messageId.split(":");
  return channel && ts ? { channel, ts } : void 0;
}

// src/notify/slack-webhook-channel.ts
var SlackWebhookChannel = class {
  name;
  wantsProgress;
  #options;
  constructor(options) {
    this.name = options.name;
    this.wantsProgress = options.wantsProgress;
    this.#options = options;
  }
  async deliver(notice) {
    const { url, clock } = this.#options;
    await postJson({
      url,
      receiver: `Slack channel "${this.name}"`,
      body: JSON.stringify(toSlackMessage(notice)),
      nowMs: clock.nowMs()
    });
  }
};

// src/notify/signature.ts
import { createHmac, timingSafeEqual } from "node:crypto";
var signatureHeader = "X-Tidegate-Signature";
var timestampHeader = "X-Tidegate-Timestamp";
var signatureToleranceMs = 5 * 6e4;
function sign(body, options) {
  const signed = `${options.timestampSeconds}.${body}`;
  return `sha256=${createHmac("sha256", options.key).update(signed).digest("hex")}`;
}

// src/notify/webhook-channel.ts
var webhookBodySchema = noticeSchema.extend({ schema: external_exports.literal(1), key: external_exports.string() });
var WebhookChannel = class {
  name;
  wantsProgress;
  #options;
  constructor(options) {
    this.name = options.name;
    this.wantsProgress = options.wantsProgress;
    this.#options = options;
  }
  async deliver(notice, idempotencyKey) {
    const { url, clock, signingKey, timeoutMs } = this.#options;
    const nowMs = clock.nowMs();
    const timestampSeconds = Math.floor(nowMs / 1e3);
    const content = { schema: 1, key: idempotencyKey, ...notice };
    const body = JSON.stringify(content);
    await postJson({
      url,
      receiver: `webhook "${this.name}"`,
      body,
      nowMs,
      headers: {
        "Idempotency-Key": idempotencyKey,
        [timestampHeader]: String(timestampSeconds),
        ...signingKey === void 0 ? {} : { [signatureHeader]: sign(body, { key: signingKey, timestampSeconds }) }
      },
      ...timeoutMs === void 0 ? {} : { timeoutMs }
    });
  }
};

// src/connect/create-channels.ts
function createChannels(declared, ports) {
  const created = declared.map((settings) => ({ settings, made: createChannel(settings, ports) }));
  return {
    channels: created.map(
      ({ settings: { name }, made }) => typeof made === "string" ? new MisconfiguredChannel({ name, problem: made, clock: ports.clock }) : made
    ),
    problems: created.flatMap(({ settings, made }) => typeof made === "string" ? [`${settings.name}: ${made}`] : []),
    secrets: declared.flatMap(variablesOf).flatMap((variable) => ports.env[variable] || [])
  };
}
function variablesOf(settings) {
  const variables = settings.kind === "webhook" ? [settings.url, settings.signingKey] : [settings.webhook, settings.token];
  return variables.filter((variable) => variable !== void 0);
}
function createChannel(settings, { env, clock }) {
  const missing2 = variablesOf(settings).filter((variable) => !env[variable]);
  if (missing2.length > 0) return `${missing2.join(" and ")} is not set; add the secret and pass it to this step's env`;
  const read = (variable) => variable === void 0 ? "" : env[variable] ?? "";
  const shared = { name: settings.name, wantsProgress: settings.progress, clock };
  switch (settings.kind) {
    case "webhook": {
      const signingKey = read(settings.signingKey);
      const url = read(settings.url);
      if (!isHttpUrl(url)) return notAnAddress(settings.url);
      return new WebhookChannel({ ...shared, url, ...signingKey === "" ? {} : { signingKey } });
    }
    case "slack":
      return createSlack(settings, { ...shared, token: read(settings.token), url: read(settings.webhook), env });
    default:
      return assertNever(settings);
  }
}
function createSlack(settings, { token, url, env, ...shared }) {
  if (token !== "") {
    if (!settings.channel) return "a Slack token needs the `channel` that it posts to";
    const apiUrl = env.SLACK_API_URL;
    return new SlackBotChannel({ ...shared, token, channel: settings.channel, ...apiUrl ? { apiUrl } : {} });
  }
  if (settings.webhook === void 0) return "neither `webhook` nor `token` is declared; declare one";
  if (!isHttpUrl(url)) return notAnAddress(settings.webhook);
  return new SlackWebhookChannel({ ...shared, url });
}
var notAnAddress = (variable) => `${variable} holds no http or https address`;
function isHttpUrl(text) {
  return URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);
}

// src/metrics/prometheus-text.ts
var linePattern = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})?[ \t]+(\S+)(?:[ \t]+-?\d+)?[ \t]*$/;
var labelPattern = /[ \t]*([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*"((?:[^"\\\n]|\\.)*)"[ \t]*(?:,[ \t]*|$)/y;
function parsePrometheusText(page, origin) {
  const seen = /* @__PURE__ */ new Set();
  return page.split("\n").flatMap((line, index) => {
    const text = line.replace(/\r$/, "");
    if (text.trim() === "" || text.trimStart().startsWith("#")) return [];
    const [, name, labelText = "", valueText = ""] = text.match(linePattern) ?? [];
    const labels = name === void 0 ? void 0 : parseLabels(labelText);
    const value = parseValue(valueText);
    if (name === void 0 || labels === void 0 || value === void 0) throw notMetrics(origin, index + 1, text);
    const key = JSON.stringify([name, Object.entries(labels).sort()]);
    if (seen.has(key)) throw notMetrics(origin, index + 1, text);
    seen.add(key);
    return [{ name, labels, value }];
  });
}
function parseLabels(text) {
  const labels = {};
  labelPattern.lastIndex = 0;
  while (labelPattern.lastIndex < text.length) {
    const [, name, value = ""] = labelPattern.exec(text) ?? [];
    if (name === void 0 || Object.hasOwn(labels, name)) return void 0;
    labels[name] = value.replace(/\\(.)/g, (_, escaped) => escaped === "n" ? "\n" : escaped);
  }
  return labels;
}
function parseValue(text) {
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : void 0;
}
function notMetrics(origin, line, text) {
  return new UnavailableError(
    `Line ${line} of ${origin} is not Prometheus text: ${quoteValue(text)}. Check that the URL is that of a metrics page.`
  );
}

// src/metrics/to-metrics-sample.ts
var requestsName = "tidegate_requests_total";
var bucketName = "tidegate_request_duration_seconds_bucket";
var arms = ["stable", "candidate"];
function toMetricsSample(series, objectives, origin, atMs) {
  const samples = arms.flatMap((arm) => {
    const own = series.filter(
      ({ name, labels }) => labels.arm === arm && (name === requestsName || name === bucketName)
    );
    return own.length === 0 ? [] : [[arm, armSample(arm, own, objectives, origin)]];
  });
  return { atMs, arms: Object.fromEntries(samples) };
}
function armSample(arm, own, objectives, origin) {
  const of = `the ${arm} arm on ${origin}`;
  const byStatus = own.filter(({ name }) => name === requestsName);
  const buckets = own.filter(({ name }) => name === bucketName);
  if (byStatus.length === 0) throw missing(`${requestsName} of ${of}`);
  const requests = sum(byStatus, of);
  const errors = sum(byStatus.filter(isError), of);
  const slow = objectives.flatMap(
    (objective) => objective.kind === "latency" ? [[indicatorOf(objective), slowRequests(objective, buckets, requests, of)]] : []
  );
  return { requests, bad: { errors, ...Object.fromEntries(slow) }, instance: instanceOf(byStatus, of) };
}
function isError({ labels }) {
  return !(Number(labels.code) < 500);
}
function slowRequests({ underMs }, buckets, requests, of) {
  const limit = buckets.filter(({ labels }) => Math.abs(Number(labels.le) * 1e3 - underMs) < 1e-6);
  const all = buckets.filter(({ labels }) => Number.isNaN(Number(labels.le)) && labels.le === "+Inf");
  if (limit.length === 0) throw missing(`${bucketName} with le="${underMs / 1e3}" of ${of}`);
  if (all.length === 0) throw missing(`${bucketName} with le="+Inf" of ${of}`);
  const slow = sum(all, of) - sum(limit, of);
  if (slow >= 0 && slow <= requests) return slow;
  throw new UnavailableError(
    `The numbers of ${of} contradict each other: ${slow} of ${requests} requests above ${underMs} ms.`
  );
}
function sum(series, of) {
  const bad = series.find(({ value }) => !Number.isSafeInteger(value) || value < 0);
  if (bad !== void 0) throw new UnavailableError(`${bad.name} of ${of} is ${bad.value}, which is no count.`);
  return series.reduce((total, { value }) => total + value, 0);
}
function instanceOf(byStatus, of) {
  const names = [...new Set(byStatus.map(({ labels }) => labels.instance))];
  if (names.includes(void 0)) throw missing(`label "instance" of ${of}`);
  return names.sort().join("+");
}
function missing(what) {
  return new UnavailableError(
    `There is no ${what}. Nothing is decided without it; check that the objectives are those of the running gate.`
  );
}

// src/metrics/prometheus-text-metrics.ts
var maxPageLength = 16 * 1024 * 1024;
var PrometheusTextMetrics = class {
  #options;
  #origin;
  constructor(options) {
    this.#options = options;
    const { origin, pathname } = new URL(options.url);
    this.#origin = `${origin}${pathname}`;
  }
  async read() {
    const page = await this.#fetchPage();
    const atMs = this.#options.clock.nowMs();
    return toMetricsSample(parsePrometheusText(page, this.#origin), this.#options.objectives, this.#origin, atMs);
  }
  async #fetchPage() {
    const { url, timeoutMs = 5e3 } = this.#options;
    let status;
    let page;
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), headers: { accept: "text/plain" } });
      status = response.status;
      page = await response.text();
    } catch (cause) {
      const late = cause instanceof Error && cause.name === "TimeoutError";
      const why2 = late ? `did not answer within ${timeoutMs / 1e3} s` : "cannot be reached";
      throw new UnavailableError(`The metrics page ${this.#origin} ${why2}. Check its URL in the manifest.`, { cause });
    }
    if (status === 200 && page.length <= maxPageLength) return page;
    const why = status === 200 ? `is longer than ${maxPageLength} characters` : `answered ${status}`;
    throw new UnavailableError(`The metrics page ${this.#origin} ${why}. Check its URL in the manifest.`);
  }
};

// src/metrics/target-metrics.ts
var TargetMetrics = class {
  #target;
  #objectives;
  #clock;
  constructor(target, objectives, clock) {
    this.#target = target;
    this.#objectives = objectives;
    this.#clock = clock;
  }
  async read() {
    const page = await this.#target.metricsPage();
    const origin = "the target's metrics page";
    return toMetricsSample(parsePrometheusText(page, origin), this.#objectives, origin, this.#clock.nowMs());
  }
};

// src/targets/embedded/embedded-target.ts
import { existsSync as existsSync3 } from "node:fs";

// src/targets/embedded/find-gate-entry.ts
import { existsSync as existsSync2 } from "node:fs";
import { fileURLToPath } from "node:url";
var candidates = [
  "./embedded-gate.mjs",
  "../embedded-gate.mjs",
  "../actions/dist/embedded-gate.mjs",
  "../../actions/dist/embedded-gate.mjs",
  "./gate-main.ts"
];
function findGateEntry() {
  const paths = candidates.map((candidate) => fileURLToPath(new URL(candidate, import.meta.url)));
  const found = paths.find((path) => existsSync2(path));
  if (found !== void 0) return found;
  throw new TidegateError("not-found", `The gate's program is in none of ${paths.join(", ")}. Install tidegate again.`);
}

// src/targets/embedded/gate-client.ts
import { request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
var GateGoneError = class extends UnavailableError {
};
var quickMs = 5e3;
var effectMs = 9e4;
var endPollMs = 25;
var GateClient = class {
  #info;
  constructor(info) {
    this.#info = info;
  }
  async isHealthy() {
    try {
      await this.#call("GET", "/health", { timeoutMs: quickMs });
      return true;
    } catch {
      return false;
    }
  }
  async observe() {
    const text = await this.#call("GET", "/observation", { timeoutMs: quickMs });
    return parseReply(observationSchema, text);
  }
  metricsPage() {
    return this.#call("GET", "/metrics", { timeoutMs: quickMs });
  }
  async writeRecord(record, expected) {
    const headers = expected === void 0 ? { "if-none-match": "*" } : { "if-match": expected };
    const body = JSON.stringify(record);
    const text = await this.#call("PUT", "/record", { timeoutMs: quickMs, headers, body });
    return parseReply(external_exports.object({ revision: external_exports.string() }), text).revision;
  }
  async apply(effect) {
    await this.#call("POST", "/effects", { timeoutMs: effectMs, body: JSON.stringify(effect) });
  }
  /** Returns when the gate has ended. */
  async shutDown() {
    await this.#call("POST", "/shutdown", { timeoutMs: quickMs });
    const limitMs = Date.now() + effectMs;
    while (isRunning(this.#info.process)) {
      if (Date.now() > limitMs) {
        throw new UnavailableError(`The gate (process ${this.#info.process.pid}) does not end. Its log says more.`);
      }
      await delay(endPollMs);
    }
  }
  #call(method, path, call) {
    const { adminUrl, token } = this.#info;
    return new Promise((resolve, reject) => {
      const gone = (why, cause) => reject(new GateGoneError(`The gate at ${adminUrl} ${why}. Its log says more.`, { cause }));
      const headers = { ...call.headers, authorization: `Bearer ${token}` };
      const signal = AbortSignal.timeout(call.timeoutMs);
      const sent = request(new URL(path, adminUrl), { method, headers, agent: false, signal }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.once("error", (error) => gone("broke off its answer", error));
        response.once("end", () => {
          if (response.statusCode === 200 || response.statusCode === 202) resolve(text);
          else reject(toError(text));
        });
      });
      sent.once(
        "error",
        (error) => gone(signal.aborted ? `did not answer within ${call.timeoutMs / 1e3} s` : "cannot be reached", error)
      );
      sent.end(call.body);
    });
  }
};
var errorCodes = [
  "invalid-configuration",
  "invalid-input",
  "not-admitted",
  "unavailable",
  "not-found",
  "unsupported",
  "corrupt-record",
  "not-ready",
  "timeout"
];
function errorOf(code, message) {
  if (code === "conflict") return new ConflictError(message);
  if (code === "fenced") return new FencedError(message);
  return isErrorCode(code) && code !== "unavailable" ? new TidegateError(code, message) : new UnavailableError(message);
}
function isErrorCode(code) {
  return errorCodes.includes(code);
}
function toError(text) {
  const { code, message } = parseReply(problemSchema, text);
  return errorOf(code, message);
}
function parseReply(schema, text) {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new UnavailableError("The gate's answer cannot be understood; it may be of another version of tidegate.", {
      cause
    });
  }
}

// src/targets/embedded/launch-gate.ts
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync as readFileSync2 } from "node:fs";
import { setTimeout as delay2 } from "node:timers/promises";
var startTimeoutMs = 2e4;
var pollMs = 50;
var inherited = ["PATH", "HOME", "TMPDIR", "TZ", "LANG", "LC_ALL", "SystemRoot"];
async function launchGate(options, entry) {
  const limitMs = Date.now() + startTimeoutMs;
  for (; ; ) {
    const running = await findRunningGate(options);
    if (running !== void 0) return running;
    const start = await spawnGate(options, entry);
    if (start.kind === "failed") throw errorOf(start.code, start.message);
    if (Date.now() > limitMs) {
      throw new UnavailableError(
        `The gate of ${options.service} in ${options.environment} does not answer. ${gatePaths(options.home, options.environment, options.service).log} says more.`
      );
    }
    if (start.kind === "held") await delay2(pollMs);
  }
}
async function findRunningGate(options) {
  const info = readInfo(options);
  if (info === void 0 || !isRunning(info.process)) return void 0;
  if (info.protocol !== gateProtocol) {
    throw new UnavailableError(
      `The gate of ${options.service} in ${options.environment} (process ${info.process.pid}) is of another version of tidegate. End that process; the next command starts a new one.`
    );
  }
  const client = new GateClient(info);
  return await client.isHealthy() ? client : void 0;
}
function readInfo({ home, environment, service }) {
  try {
    return gateInfoSchema.parse(JSON.parse(readFileSync2(gatePaths(home, environment, service).gate, "utf8")));
  } catch {
    return void 0;
  }
}
function spawnGate(options, entry) {
  const paths = gatePaths(options.home, options.environment, options.service);
  mkdirSync(paths.directory, { recursive: true, mode: 448 });
  const log = openSync(paths.log, "a", 384);
  const env = Object.fromEntries(inherited.flatMap((name) => process.env[name] ? [[name, process.env[name]]] : []));
  const child = spawn(process.execPath, [entry, JSON.stringify(options)], {
    cwd: paths.directory,
    env,
    detached: true,
    stdio: ["ignore", log, log, "ipc"]
  });
  closeSync(log);
  return new Promise((resolve, reject) => {
    const settle = (act) => {
      clearTimeout(timer2);
      if (child.connected) child.disconnect();
      child.unref();
      act();
    };
    const fail = (why) => settle(() => reject(new UnavailableError(`The gate of ${options.service} ${why}${lastLines(paths.log)}`)));
    const timer2 = setTimeout(() => fail(`did not start within ${startTimeoutMs / 1e3} s`), startTimeoutMs);
    child.once("message", (message) => settle(() => resolve(gateStartSchema.parse(message))));
    child.once("error", (error) => fail(`cannot be started: ${error.message}`));
    child.once("exit", (code) => fail(`ended with code ${code}`));
  });
}

// src/targets/embedded/embedded-target.ts
var EmbeddedTarget = class {
  capabilities = { granularityPercent: 1e-4, enforcesLease: true };
  #options;
  #records;
  #gate;
  constructor(options) {
    this.#options = options;
    this.#records = new RecordFile(gatePaths(options.home, options.environment, options.service).record);
  }
  /** Straight from the file: it can be read even when the gate cannot start. */
  async read() {
    return this.#records.read();
  }
  async write(record, expected) {
    return this.#withGate((gate) => gate.writeRecord(record, expected), "once");
  }
  async observe() {
    return this.#withGate((gate) => gate.observe(), "again");
  }
  async apply(effect, fence) {
    const { home, image, registry, settings, objectives } = this.#options;
    if (effect.kind === "prepare") await ensureUnpacked(home, image, effect.release.digest, registry);
    const { instances, env, healthPath, drainMs, port } = settings;
    const limitsMs = objectives.flatMap((objective) => objective.kind === "latency" ? [objective.underMs] : []);
    const arm = { instances, env, healthPath, drainMs, bucketsMs: [...bucketsFor(limitsMs)] };
    await this.#withGate((gate) => gate.apply({ effect, fence, arm, port }), "again");
  }
  /** The arms' counters in the Prometheus text format. */
  async metricsPage() {
    return this.#withGate((gate) => gate.metricsPage(), "again");
  }
  /**
   * Stops the service in this environment; the record stays. Returns when all its processes have ended, also those that a
   * gate which died has left behind.
   */
  async shutDown() {
    const { home, environment, service } = this.#options;
    if (!existsSync3(gatePaths(home, environment, service).gate)) return;
    await this.#withGate((gate) => gate.shutDown(), "again");
    this.#gate = void 0;
  }
  /** @param tries `again`: once more with a new gate when this one died; only for what may be done twice */
  async #withGate(act, tries) {
    try {
      return await act(await this.#connect());
    } catch (error) {
      if (!(error instanceof GateGoneError)) throw error;
      this.#gate = void 0;
      if (tries === "once") throw error;
      return await act(await this.#connect());
    }
  }
  #connect() {
    const { home, environment, service, settings, gateEntry } = this.#options;
    this.#gate ??= launchGate({ home, environment, service, port: settings.port }, gateEntry ?? findGateEntry()).catch(
      (error) => {
        this.#gate = void 0;
        throw error;
      }
    );
    return this.#gate;
  }
};

// src/connect/create-target.ts
function createTarget(parts) {
  const { service, settings, env } = parts;
  const { kind } = settings.target;
  switch (kind) {
    case "embedded": {
      const target = new EmbeddedTarget({
        home: tidegateHome(env),
        environment: settings.name,
        service: service.name,
        settings: settings.target,
        objectives: service.objectives,
        image: service.image,
        registry: ImageRegistry.fromEnvironment(env)
      });
      return { target, metrics: createMetrics(parts, target) };
    }
    default:
      return assertNever(kind);
  }
}
function createMetrics({ service, settings, clock }, target) {
  const { objectives } = service;
  const { metrics } = settings;
  switch (metrics.kind) {
    case "target":
      return new TargetMetrics(target, objectives, clock);
    case "prometheus-text":
      return new PrometheusTextMetrics({ url: metrics.url, objectives, clock });
    default:
      return assertNever(metrics);
  }
}

// src/connect/remember-url.ts
function rememberUrl(target, known) {
  const seen = { url: known };
  const remembering = {
    capabilities: target.capabilities,
    read: () => target.read(),
    write: (record, expected) => target.write(record, expected),
    apply: (effect, fence) => target.apply(effect, fence),
    observe: async () => {
      const observation = await target.observe();
      seen.url = observation.url ?? seen.url;
      return observation;
    }
  };
  return { target: remembering, seen };
}

// src/connect/run-context.ts
import { userInfo } from "node:os";
function runContext(run2, env) {
  const actor = env.GITHUB_TRIGGERING_ACTOR || run2.actor || userName();
  if (!Number.isSafeInteger(run2.runId)) return { actor, holder: `${actor}, process ${process.pid}` };
  const repository = findRepository(run2);
  const runUrl = repository && `${run2.serverUrl}/${repository}/actions/runs/${run2.runId}`;
  return { actor, holder: holderOf(run2), ...runUrl && { runUrl } };
}
function findRepository(run2) {
  try {
    const { owner, repo } = run2.repo;
    return owner && repo ? `${owner}/${repo}` : void 0;
  } catch {
    return void 0;
  }
}
function holderOf({ runId, runAttempt, job, action }) {
  const attempt = Number.isSafeInteger(runAttempt) ? runAttempt : 1;
  const step = action ? `/${action}` : "";
  return `run ${runId} attempt ${attempt} ${job || "job"}${step}, process ${process.pid}`;
}
function userName() {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}

// src/connect/system-clock.ts
var longestTimerMs = 2147e6;
var systemClock = { nowMs: () => Date.now(), until };
async function until(atMs, signal) {
  while (!signal?.aborted) {
    const leftMs = atMs - Date.now();
    if (!(leftMs > 0)) return;
    await timer(Math.min(leftMs, longestTimerMs), signal);
  }
}
function timer(durationMs, signal) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timeout);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timeout = setTimeout(end, durationMs);
    signal?.addEventListener("abort", end, { once: true });
  });
}

// src/connect/connect.ts
function connect({ manifest, service: name, environment, env, token, url }) {
  const service = getService(manifest, name);
  const settings = getEnvironment(service, environment);
  const clock = systemClock;
  const { target: bare, metrics } = createTarget({ service, settings, env, clock });
  const { target, seen } = rememberUrl(bare, url);
  const created = createChannels(service.notify, { env, clock });
  const hasGithub = Boolean(token && env.GITHUB_REPOSITORY);
  const ledger = hasGithub ? ledgerOf(env, { token, retries: 0, timeoutMs: 5e3 }, { service, settings, seen }) : [];
  const github = hasGithub ? new GithubCommits(GithubClient.fromEnvironment(env, { token, retries: 2 })) : void 0;
  return {
    service,
    settings,
    target,
    metrics,
    channels: [...created.channels, ...ledger],
    channelProblems: created.problems,
    secrets: created.secrets,
    commits: commitAncestry(github, env.GITHUB_WORKSPACE || "."),
    clock,
    context: runContext(context, env),
    seen
  };
}
function ledgerOf(env, client, { service, settings, seen }) {
  const deployments = new GithubDeployments(GithubClient.fromEnvironment(env, client));
  const options = {
    service,
    environment: settings,
    // Read at each notice: the target knows only once it runs something.
    get url() {
      return seen.url ?? "";
    }
  };
  return [new DeploymentsChannel(deployments, options)];
}

export {
  formatPercent,
  connect
};
