import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  context,
  createTarget,
  regionsBefore,
  runContext,
  systemClock
} from "./shared-4.mjs";
import {
  burnRate,
  indicatorOf,
  isFinal,
  needsSomebody,
  noticeSchema,
  reasonOf
} from "./shared-5.mjs";
import {
  DeliveryError,
  DeploymentsChannel,
  GithubClient,
  GithubCommits,
  GithubDeployments,
  getEnvironment,
  getService
} from "./shared-7.mjs";
import {
  assertNever,
  dayMs,
  hourMs,
  metricsSecrets,
  weekdays
} from "./shared-6.mjs";
import {
  TidegateError,
  UnavailableError,
  boolean,
  literal,
  object,
  string
} from "./shared-2.mjs";

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
    const matters = isFinal(notice) || needsSomebody(notice);
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
    case "frozen":
      return "FROZEN, a person must decide";
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
  "rollback-failed": ":rotating_light:",
  frozen: ":ice_cube:"
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
var replySchema = object({
  ok: boolean(),
  error: string().optional(),
  channel: string().optional(),
  ts: string().optional()
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
    if (edited !== void 0 && needsSomebody(notice)) await this.#ring(notice, edited);
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
var webhookBodySchema = noticeSchema.extend({ schema: literal(1), key: string() });
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
  const missing = variablesOf(settings).filter((variable) => !env[variable]);
  if (missing.length > 0) return `${missing.join(" and ")} is not set; add the secret and pass it to this step's env`;
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
    regionsBefore: regionsBefore(service.environments, settings).map((region) => {
      return { name: region.name, records: createTarget({ service, settings: region, env, clock }).target };
    }),
    metrics,
    channels: [...created.channels, ...ledger],
    channelProblems: created.problems,
    secrets: [...created.secrets, ...metricsSecrets(settings.metrics).flatMap((variable) => env[variable] || [])],
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

// src/rollout/governance/zoned-time.ts
var dayMs2 = 864e5;
var formats = /* @__PURE__ */ new Map();
function formatOf(timeZone) {
  const known = formats.get(timeZone);
  if (known !== void 0) return known;
  const two = "2-digit";
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    hourCycle: "h23",
    year: "numeric",
    ...{ month: two, day: two, hour: two, minute: two, second: two }
  });
  formats.set(timeZone, format);
  return format;
}
function wallClockAt(timeZone, atMs) {
  const parts = new Map(
    formatOf(timeZone).formatToParts(atMs).map(({ type, value }) => [type, Number(value)])
  );
  const get = (type) => parts.get(type) ?? Number.NaN;
  const shown = Date.UTC(get("year"), get("month") - 1, get("day"), get("hour"), get("minute"), get("second"));
  return shown + (atMs % 1e3 + 1e3) % 1e3;
}
var offsetAt = (timeZone, atMs) => wallClockAt(timeZone, atMs) - atMs;
function momentOf(timeZone, wallMs, which) {
  const offsets = [offsetAt(timeZone, wallMs - dayMs2), offsetAt(timeZone, wallMs + dayMs2)];
  const moments = offsets.map((offset) => wallMs - offset).filter((atMs) => wallClockAt(timeZone, atMs) === wallMs);
  if (moments.length > 0) return which === "first" ? Math.min(...moments) : Math.max(...moments);
  return skipBefore(timeZone, wallMs, { lowMs: wallMs - Math.max(...offsets), highMs: wallMs - Math.min(...offsets) });
}
function skipBefore(timeZone, wallMs, range) {
  let { lowMs, highMs } = range;
  while (highMs - lowMs > 1) {
    const middleMs = Math.floor((lowMs + highMs) / 2);
    if (wallClockAt(timeZone, middleMs) > wallMs) highMs = middleMs;
    else lowMs = middleMs;
  }
  return highMs;
}

// src/rollout/governance/freeze-at.ts
var dayMs3 = 864e5;
var maxLinks = 60;
function freezeAt(windows, nowMs) {
  const first = spanAt(windows, nowMs);
  if (first === void 0) return void 0;
  let untilMs = first.toMs;
  for (let link = 0; link < maxLinks; link++) {
    const next = spanAt(windows, untilMs);
    if (next === void 0) break;
    untilMs = next.toMs;
  }
  return { name: first.name, sinceMs: first.fromMs, untilMs };
}
function spanAt(windows, atMs) {
  return windows.flatMap((window) => spansAround(window, atMs)).filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs).reduce((best, span) => best !== void 0 && best.toMs >= span.toMs ? best : span, void 0);
}
function spansAround(window, atMs) {
  const { name, timeZone } = window;
  const span = (fromWall, toWall) => ({
    name,
    fromMs: momentOf(timeZone, fromWall, "first"),
    toMs: momentOf(timeZone, toWall, "last")
  });
  switch (window.kind) {
    case "once":
      return [span(Date.parse(`${window.from}:00Z`), Date.parse(`${window.to}:00Z`))];
    case "weekly": {
      const start = lastWallClock(wallClockAt(timeZone, atMs), window.from);
      const lengthMs = wallClockBetween(window.from, window.to);
      return [start - 7 * dayMs3, start, start + 7 * dayMs3].map((from) => span(from, from + lengthMs));
    }
    default:
      return assertNever(window);
  }
}
function lastWallClock(nowWall, moment) {
  const midnight = Math.floor(nowWall / dayMs3) * dayMs3;
  const today = (midnight / dayMs3 + weekdays.indexOf("thu")) % 7;
  const candidate = midnight - (today - indexOf(moment.day) + 7) % 7 * dayMs3 + timeOfDayMs(moment.time);
  return candidate <= nowWall ? candidate : candidate - 7 * dayMs3;
}
function wallClockBetween(from, to) {
  const days = (indexOf(to.day) - indexOf(from.day) + 7) % 7;
  const lengthMs = days * dayMs3 + timeOfDayMs(to.time) - timeOfDayMs(from.time);
  return lengthMs > 0 ? lengthMs : lengthMs + 7 * dayMs3;
}
var indexOf = (day2) => weekdays.indexOf(day2);
function timeOfDayMs(time) {
  const [hours = Number.NaN, minutes = Number.NaN] = time.split(":").map(Number);
  return (hours * 60 + minutes) * 6e4;
}

// src/slo/error-budget.ts
function errorBudget(served, objective) {
  if (served.requests === 0) return void 0;
  const allowed = served.requests * (1 - objective.target);
  return { allowed, spent: served.failures, remaining: 1 - served.failures / allowed };
}
var minute = 6e4;
var hour = 60 * minute;
var day = 24 * hour;
var serviceAlerts = [
  { severity: "page", factor: 14.4, longMs: hour, shortMs: 5 * minute },
  { severity: "page", factor: 6, longMs: 6 * hour, shortMs: 30 * minute },
  { severity: "ticket", factor: 3, longMs: day, shortMs: 2 * hour },
  { severity: "ticket", factor: 1, longMs: 3 * day, shortMs: 6 * hour }
];
var minFailures = 3;
function firingAlerts(servedIn, objective, alerts = serviceAlerts) {
  const burns = (windowMs, factor) => {
    const served = servedIn(windowMs);
    return served !== void 0 && served.failures >= minFailures && (burnRate(served, objective) ?? 0) > factor;
  };
  return alerts.filter(({ factor, longMs, shortMs }) => burns(longMs, factor) && burns(shortMs, factor));
}
var rounding = 1e-9;
function budgetStanding(objectives, served, minRemaining) {
  const budgets = objectives.map((objective) => {
    const indicator = indicatorOf(objective);
    const counts = served[indicator];
    return { indicator, budget: counts === void 0 ? void 0 : errorBudget(counts, objective) };
  });
  const lost = budgets.find(({ budget }) => !Number.isFinite(budget?.remaining));
  if (lost !== void 0) return { kind: "unknown", text: `${lost.indicator}: no requests are counted` };
  const known = budgets.flatMap(({ indicator, budget }) => budget === void 0 ? [] : [{ indicator, budget }]);
  const [first, ...others] = known;
  if (first === void 0) return { kind: "unknown", text: "there is no objective that could have a budget" };
  const worst = others.reduce((a, b) => b.budget.remaining < a.budget.remaining ? b : a, first);
  const isEnough = worst.budget.remaining > minRemaining + rounding;
  return { kind: isEnough ? "left" : "spent", text: `${worst.indicator}: ${budgetText(worst.budget, minRemaining)}` };
}
function budgetText({ remaining, spent, allowed }, minRemaining) {
  const left = `${percentText(remaining)} of the error budget is left`;
  const isShort = remaining > rounding && remaining <= minRemaining + rounding;
  const state = remaining <= rounding ? "the error budget is gone" : left;
  const needed = isShort ? `, more than ${percentText(minRemaining)} is needed` : "";
  return `${state}${needed} (${wholeText(spent)} bad requests, ${wholeText(allowed)} allowed)`;
}
function percentText(ratio) {
  return `${Math.floor(ratio * 1e3 + rounding) / 10} %`;
}
function wholeText(count) {
  return Math.floor(count + rounding).toLocaleString("en-US");
}

// src/rollout/within.ts
async function within(work, limit) {
  const done = new AbortController();
  const signal = limit.signal === void 0 ? done.signal : AbortSignal.any([limit.signal, done.signal]);
  work.catch(() => void 0);
  try {
    return await Promise.race([
      work.then((value) => ({ value })),
      limit.clock.until(limit.untilMs, signal).then(() => void 0)
    ]);
  } finally {
    done.abort();
  }
}

// src/rollout/governance/check-budget.ts
var answerLimitMs = 6e4;
function readerOf({ metrics, clock }) {
  const ask = metrics.servedIn?.bind(metrics);
  if (ask === void 0) return void 0;
  return async (windowMs) => {
    const done = await within(ask(windowMs), { clock, untilMs: clock.nowMs() + answerLimitMs });
    if (done !== void 0) return done.value;
    throw new UnavailableError(`the metrics gave no answer in ${answerLimitMs / 1e3} s`);
  };
}
async function checkBudget({ windowMs, minRemaining }, objectives, { metrics, clock }) {
  const nowMs = clock.nowMs();
  const servedIn = readerOf({ metrics, clock });
  if (servedIn === void 0) {
    return { kind: "unknown", text: "these metrics do not remember what was served; only prometheus does" };
  }
  try {
    const served = await servedIn(windowMs);
    const standing = budgetStanding(objectives, served, minRemaining);
    const text = `${standing.text} in the last ${windowText(windowMs)}`;
    if (standing.kind !== "spent") return { ...standing, text };
    const recoversAtMs = await findRecovery(windowMs, nowMs, async (leftMs) => {
      const recent = await servedIn(leftMs);
      const later = Object.entries(served).map(([name, { requests }]) => {
        return [name, { requests, failures: recent[name]?.failures ?? Number.NaN }];
      });
      return budgetStanding(objectives, Object.fromEntries(later), minRemaining).kind === "left";
    });
    return { ...standing, text, ...recoversAtMs === void 0 ? {} : { recoversAtMs } };
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
    return { kind: "unknown", text: error.message.replace(/\.$/, "") };
  }
}
var halvings = 5;
async function findRecovery(windowMs, nowMs, isLeftAfter) {
  let spentMs = 0;
  let backMs = windowMs;
  try {
    for (let halving = 0; halving < halvings; halving += 1) {
      const middleMs = Math.round((spentMs + backMs) / 2);
      if (await isLeftAfter(windowMs - middleMs)) backMs = middleMs;
      else spentMs = middleMs;
    }
  } catch (error) {
    if (error instanceof TidegateError) return void 0;
    throw error;
  }
  return nowMs + backMs;
}
function windowText(windowMs) {
  const [size, unit] = windowMs % dayMs === 0 ? [dayMs, "days"] : [hourMs, "hours"];
  return `${Math.round(10 * windowMs / size) / 10} ${unit}`;
}
function budgetRefusal(check, { allowUnknown }) {
  if (check.kind === "left" || check.kind === "unknown" && allowUnknown !== void 0) return void 0;
  const { recoversAtMs } = check;
  const state = check.kind === "spent" ? check.text : `Nobody can tell what is left of the error budget: ${check.text}`;
  const back = recoversAtMs === void 0 ? "" : ` If nothing more fails, enough is left again on ${new Date(recoversAtMs).toISOString().slice(0, 16)}Z.`;
  const cure = check.kind === "spent" ? "Wait for that" : "Repair the metrics";
  return `${state}, so only what mends the service is rolled out.${back} ${cure}; deliver a release that mends it as a hot fix; or say in override-budget why it may go ahead. Going back is not affected.`;
}

export {
  formatPercent,
  connect,
  freezeAt,
  serviceAlerts,
  firingAlerts,
  within,
  checkBudget,
  budgetRefusal
};
