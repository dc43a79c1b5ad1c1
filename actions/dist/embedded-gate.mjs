import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  failRollout,
  isPastReturn
} from "./shared-10.mjs";
import {
  ArmCounters,
  RecordFile,
  armSettingsSchema,
  deliveryRecordSchema,
  effectRequestSchema,
  findProcess,
  gateArgumentsSchema,
  gateInfoSchema,
  gatePaths,
  gateProtocol,
  getUnpacked,
  isAtRest,
  isGoingBack,
  isRunning,
  isTerminal,
  lastLines,
  processIdentitySchema,
  reasonOf,
  releasePath,
  signalGroup,
  toEffect,
  writeAtomically
} from "./shared-5.mjs";
import {
  areSameRules,
  assertNever,
  releaseSchema
} from "./shared-6.mjs";
import {
  FencedError,
  TidegateError,
  array,
  number,
  object,
  prettifyError,
  record,
  string
} from "./shared-2.mjs";

// src/targets/embedded/gate-main.ts
import { randomBytes } from "node:crypto";
import { appendFileSync, mkdirSync as mkdirSync2, rmSync as rmSync3 } from "node:fs";

// src/targets/embedded/admin-server.ts
import { timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

// src/targets/embedded/prometheus-page.ts
var prometheusContentType = "text/plain; version=0.0.4; charset=utf-8";
function toPrometheusPage(series, candidatePercent) {
  return [
    ...family(
      "tidegate_request",
      "Requests served, by arm and status (502 also: no or half a reply; 499: client left).",
      "Time from a request's arrival to the end of its reply.",
      series.map((of) => [of, of.counters])
    ),
    ...family(
      "tidegate_probe",
      "The gate's own requests, by arm and status (502: no reply; 503: no instance was ready; 504: none in time).",
      "Time from a probe's sending to the end of its reply.",
      series.map((of) => [of, of.probed]).filter(([, { requests }]) => requests > 0)
    ),
    ...family(
      "tidegate_mirrored",
      "Copies of stable's requests, by the status that nobody saw.",
      "Time from a copy's sending to the end of its reply.",
      series.map((of) => [of, of.mirrored]).filter(([, { requests }]) => requests > 0)
    ),
    ...comparisonLines(series.filter(({ mirrored: { requests, dropped } }) => requests > 0 || dropped.length > 0)),
    "# HELP tidegate_candidate_ratio Share of requests that is routed to the candidate, 0..1.",
    "# TYPE tidegate_candidate_ratio gauge",
    `tidegate_candidate_ratio ${candidatePercent / 100}`,
    ""
  ].join("\n");
}
function family(prefix, requestsHelp, durationHelp, counted) {
  if (counted.length === 0) return [];
  const requests = prefix === "tidegate_request" ? "tidegate_requests_total" : `${prefix}_requests_total`;
  const duration = `${prefix}_duration_seconds`;
  return [
    `# HELP ${requests} ${requestsHelp}`,
    `# TYPE ${requests} counter`,
    ...counted.flatMap(([of, counters]) => requestLines(requests, labels(of, counters), counters)),
    `# HELP ${duration} ${durationHelp}`,
    `# TYPE ${duration} histogram`,
    ...counted.flatMap(([of, counters]) => durationLines(duration, labels(of, counters), counters))
  ];
}
function requestLines(name, own, counters) {
  return counters.byCode().map(([code, count]) => `${name}{${own},code="${code}"} ${count}`);
}
function durationLines(name, own, counters) {
  return [
    ...counters.cumulative().map(([limitMs, count]) => `${name}_bucket{${own},le="${limitMs / 1e3}"} ${count}`),
    `${name}_bucket{${own},le="+Inf"} ${counters.requests}`,
    `${name}_sum{${own}} ${counters.durationSumMs / 1e3}`,
    `${name}_count{${own}} ${counters.requests}`
  ];
}
function comparisonLines(mirroring) {
  if (mirroring.length === 0) return [];
  const compared = mirroring.flatMap((of) => {
    const own = labels(of, of.mirrored);
    const { same, different } = of.mirrored;
    return [`{${own},result="same"} ${same}`, `{${own},result="different"} ${different}`];
  });
  const dropped = mirroring.flatMap(
    (of) => of.mirrored.dropped.map(([reason, count]) => `{${labels(of, of.mirrored)},reason="${reason}"} ${count}`)
  );
  return [
    "# HELP tidegate_mirror_comparisons_total Copies whose status was of the same hundred as the user's, or not.",
    "# TYPE tidegate_mirror_comparisons_total counter",
    ...compared.map((line) => `tidegate_mirror_comparisons_total${line}`),
    "# HELP tidegate_mirror_dropped_total Requests that were to be copied and were not, by why.",
    "# TYPE tidegate_mirror_dropped_total counter",
    ...dropped.map((line) => `tidegate_mirror_dropped_total${line}`)
  ];
}
function labels({ arm, version }, { instance }) {
  return `arm="${arm}",version="${escapeLabel(version)}",instance="${escapeLabel(instance)}"`;
}
function escapeLabel(value) {
  return value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}

// src/targets/embedded/admin-server.ts
var maxBodyBytes = 8 * 1024 * 1024;
async function startAdminServer(options2) {
  const server = createServer((request, response) => {
    answer(options2, request).then(
      ({ status, type, body }) => response.writeHead(status, { "content-type": type }).end(body),
      (error) => sendProblem(response, error)
    );
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${server.address().port}`;
}
async function answer(options2, request) {
  const { gate } = options2;
  const route = `${request.method} ${request.url}`;
  if (route === "GET /metrics") return { status: 200, type: prometheusContentType, body: gate.metricsPage() };
  if (!isAllowed(request, options2.token)) return json(401, { code: "unsupported", message: "The token is wrong." });
  switch (route) {
    case "GET /health":
      return json(200, { port: gate.port });
    case "GET /observation":
      return json(200, gate.observe());
    case "PUT /record":
      return json(200, {
        revision: gate.writeRecord(parse(deliveryRecordSchema, await readBody(request)), expected(request))
      });
    case "POST /effects":
      await gate.apply(parse(effectRequestSchema, await readBody(request)));
      return json(200, {});
    case "POST /shutdown":
      options2.onShutdown();
      return json(202, {});
    default:
      return json(404, { code: "not-found", message: `There is no ${route}.` });
  }
}
function expected({ headers }) {
  if (headers["if-none-match"] === "*") return void 0;
  if (headers["if-match"] !== void 0) return headers["if-match"];
  throw new TidegateError("invalid-input", "A record is written with If-Match or If-None-Match: *, never blindly.");
}
function isAllowed({ headers }, token) {
  const given = Buffer.from(headers.authorization ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
function parse(schema, text) {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new TidegateError("invalid-input", `The gate cannot use this: ${prettifyError(parsed.error)}`);
}
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}
async function readBody(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    length += chunks.at(-1)?.length ?? 0;
    if (length > maxBodyBytes) throw new TidegateError("invalid-input", `More than ${maxBodyBytes} bytes were sent.`);
  }
  return Buffer.concat(chunks).toString("utf8");
}
function json(status, body) {
  return { status, type: "application/json", body: JSON.stringify(body) };
}
function sendProblem(response, error) {
  const problem = error instanceof TidegateError ? { code: error.code, message: error.message } : { code: "unavailable", message: `The gate failed: ${reasonOf(error)}` };
  response.writeHead(statusOf(problem.code), { "content-type": "application/json" }).end(JSON.stringify(problem));
}
function statusOf(code) {
  if (code === "conflict") return 409;
  if (code === "fenced") return 412;
  return code === "invalid-input" ? 400 : 422;
}

// src/targets/embedded/exclusive-lock.ts
import { randomUUID } from "node:crypto";
import { linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
function takeExclusiveLock(directory) {
  const self = findProcess(process.pid);
  if (self === void 0) throw new TidegateError("unsupported", "This system does not tell when a process started.");
  const own = join(directory, `lock-${randomUUID()}.new`);
  writeFileSync(own, JSON.stringify(self), { mode: 384 });
  try {
    return contend(directory, own);
  } finally {
    rmSync(own, { force: true });
  }
}
function contend(directory, own) {
  for (; ; ) {
    const highest = highestLock(directory);
    const holder = highest === 0 ? void 0 : findHolder(lockPath(directory, highest));
    if (holder !== void 0 && isRunning(holder)) return holder.pid === process.pid ? void 0 : holder;
    if (tookNumber(directory, highest + 1, own)) return void 0;
  }
}
function tookNumber(directory, wanted, own) {
  if (!linked(own, lockPath(directory, wanted))) return false;
  const superseded = highestLock(directory) !== wanted;
  const stale = superseded ? [wanted] : lockNumbers(directory).filter((number2) => number2 < wanted);
  for (const number2 of stale) rmSync(lockPath(directory, number2), { force: true });
  return !superseded;
}
function lockPath(directory, number2) {
  return join(directory, `lock.${number2}`);
}
function lockNumbers(directory) {
  return readdirSync(directory).flatMap((name) => {
    const number2 = name.match(/^lock\.(\d+)$/)?.[1];
    return number2 === void 0 ? [] : [Number(number2)];
  });
}
function highestLock(directory) {
  return Math.max(0, ...lockNumbers(directory));
}
function findHolder(path) {
  try {
    return processIdentitySchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return void 0;
  }
}
function linked(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

// src/targets/embedded/gate.ts
import { setTimeout as delay2 } from "node:timers/promises";

// src/targets/embedded/check-is-wanted.ts
function checkIsWanted(effect, key, rollout) {
  if (rollout === void 0 || effect.kind === "restore" || !key.startsWith(`${rollout.id}/`)) return;
  if (!isTerminal(rollout.phase) && !isGoingBack(rollout.phase)) return;
  throw new FencedError(`${key} came too late: the rollout of ${rollout.candidate.version} is in ${rollout.phase}.`);
}

// src/rollout/expire-lease.ts
function expireLease(record2, nowMs) {
  const { rollout } = record2;
  if (rollout?.lease === void 0 || isAtRest(rollout.phase) || rollout.phase === "promoting") return void 0;
  const { lease: over } = rollout;
  if (over.untilMs > nowMs || isPastReturn(rollout)) return void 0;
  if (over.mode === "unattended" && over.onExpiry === "keep") return void 0;
  const text = over.mode === "unattended" ? "nobody finished the bake in time; the target took the traffic back by itself" : `${over.holder} stopped renewing its lease; the target took the traffic back by itself`;
  const failed = failRollout(rollout, { kind: "lease-expired", text }, nowMs);
  const restoredAtMs = rollout.restoredAtMs ?? nowMs;
  const { lease: _, ...withoutLease } = { ...failed, candidatePercent: 0, restoredAtMs };
  return { ...record2, epoch: record2.epoch + 1, rollout: withoutLease };
}

// src/targets/embedded/dead-mans-switch.ts
var DeadMansSwitch = class {
  #options;
  /** The record as it was last seen. */
  #known;
  constructor(options2) {
    this.#options = options2;
  }
  /** The record as it was last seen, if ever. */
  get known() {
    return this.#known?.record;
  }
  /** Must be told of each write, so that what is known is never older than what was. */
  note(record2, revision) {
    this.#known = { record: record2, revision };
  }
  /**
   * The traffic first, then the record: who reads that it was taken back can rely on it. A record that is gone or damaged
   * in the middle of a rollout can be renewed by nobody; what it said before still counts, and it is left as it is.
   *
   * @returns whether it has just taken the traffic back
   */
  enforce() {
    const { records, nowMs, takeBack, say } = this.#options;
    try {
      const stored = this.#read();
      const known = stored ?? this.#known;
      const expired = known && expireLease(known.record, nowMs());
      if (known === void 0 || expired === void 0 || !takeBack(known.record.rollout?.stable)) return false;
      this.note(expired, stored === void 0 ? known.revision : records.write(expired, stored.revision));
      say(`the lease of ${known.record.rollout?.lease?.holder} expired: all requests are on stable again`);
      return true;
    } catch (error) {
      say(reasonOf(error));
      return false;
    }
  }
  #read() {
    try {
      const stored = this.#options.records.read();
      if (stored !== void 0) this.#known = stored;
      return stored;
    } catch (error) {
      this.#options.say(reasonOf(error));
      return void 0;
    }
  }
};

// src/targets/embedded/forward.ts
import { request as sendRequest } from "node:http";

// src/targets/embedded/proxy-headers.ts
var hopByHop = /* @__PURE__ */ new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade"
]);
function endToEndHeaders(headers) {
  const named = (headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase());
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name) && !named.includes(name)));
}
function upstreamHeaders(request) {
  const headers = endToEndHeaders(request.headers);
  const before = request.headers["x-forwarded-for"];
  const client = request.socket.remoteAddress ?? "unknown";
  return {
    ...headers,
    "x-forwarded-for": before === void 0 ? client : `${before}, ${client}`,
    "x-forwarded-host": request.headers.host,
    "x-forwarded-proto": "http",
    // Without a length Node would not send the body of a GET or DELETE.
    ...request.headers["transfer-encoding"] === void 0 ? {} : { "transfer-encoding": "chunked" }
  };
}

// src/targets/embedded/forward.ts
var silenceMs = 6e4;
var clientLeft = 499;
var safeToRepeat = /* @__PURE__ */ new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);
function forward(request, response, passing) {
  const { route, startedMs, mirroring } = passing;
  const { instance } = route;
  response.setHeader("x-tidegate-arm", route.arm);
  if (instance === void 0) {
    route.counters.record(503, performance.now() - startedMs);
    refuse(response, 503, `No instance of ${route.version} is ready.`);
    return;
  }
  const end = instance.begin();
  let counted = false;
  const finish = (code) => {
    if (counted) return;
    counted = true;
    route.counters.record(code, performance.now() - startedMs);
    mirroring?.answered(code);
    end();
  };
  const { setCookie } = route;
  exchange({ request, response, instance, finish, setCookie, repeatable: isRepeatable(request) });
}
function exchange(of) {
  const { request, response, instance, finish, setCookie } = of;
  const upstream = sendRequest({
    host: "127.0.0.1",
    port: instance.port,
    method: request.method ?? "GET",
    path: request.url ?? "/",
    headers: upstreamHeaders(request),
    agent: instance.agent,
    timeout: silenceMs
  });
  let silent = false;
  upstream.once("timeout", () => {
    silent = true;
    upstream.destroy();
  });
  upstream.once("response", (reply) => passBack(reply, response, finish, setCookie));
  upstream.once("error", () => {
    if (upstream.reusedSocket && of.repeatable && !response.headersSent && !response.destroyed && !silent) {
      exchange({ ...of, repeatable: false });
      return;
    }
    const code = silent ? 504 : 502;
    finish(code);
    if (response.headersSent) response.destroy();
    else refuse(response, code, silent ? "The service did not answer in time." : "The service did not answer.");
  });
  response.once("close", () => {
    if (response.writableFinished) return;
    finish(clientLeft);
    upstream.destroy();
  });
  request.pipe(upstream);
}
function passBack(reply, response, finish, setCookie) {
  const status = reply.statusCode ?? 502;
  const headers = endToEndHeaders(reply.headers);
  if (setCookie !== void 0) headers["set-cookie"] = [...reply.headers["set-cookie"] ?? [], setCookie];
  response.writeHead(status, reply.statusMessage ?? "", headers);
  reply.once("end", () => finish(status));
  reply.once("error", () => {
    finish(502);
    response.destroy();
  });
  reply.pipe(response);
}
function isRepeatable({ method, headers }) {
  const hasBody = headers["transfer-encoding"] !== void 0 || (headers["content-length"] ?? "0") !== "0";
  return safeToRepeat.has(method ?? "GET") && !hasBody;
}
function refuse(response, status, message) {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
  response.end(`tidegate: ${message}
`);
}

// src/targets/embedded/mirror.ts
import { request as sendRequest2 } from "node:http";
var maxCopies = 64;
var maxBodyBytes2 = 256 * 1024;
var copyLimitMs = 1e4;
var Mirror = class {
  #copies = 0;
  /** @returns `undefined` when there will be no copy, which is counted too */
  copy(request, candidate) {
    const counters = candidate.mirrored;
    if (Number(request.headers["content-length"] ?? 0) > maxBodyBytes2) return counters.drop("body-too-large");
    if (this.#copies >= maxCopies) return counters.drop("busy");
    const instance = candidate.nextInstance();
    if (instance === void 0) return counters.drop("not-ready");
    this.#copies += 1;
    const end = instance.begin();
    const pairing = new Pairing(counters);
    let open = true;
    const release = () => {
      if (!open) return;
      open = false;
      this.#copies -= 1;
      end();
    };
    readBody2(request, (body) => {
      if (typeof body === "string") {
        counters.drop(body);
        release();
      } else send({ request, instance, body, counters, pairing, release });
    });
    return pairing;
  }
};
var Pairing = class {
  #counters;
  #user;
  #copy;
  constructor(counters) {
    this.#counters = counters;
  }
  answered(code) {
    this.#user = code;
    this.#compare();
  }
  copyAnswered(code) {
    this.#copy = code;
    this.#compare();
  }
  #compare() {
    if (this.#user !== void 0 && this.#copy !== void 0) this.#counters.compare(this.#user, this.#copy);
  }
};
function readBody2(request, done) {
  const chunks = [];
  let length = 0;
  let isDone = false;
  const finish = (body) => {
    if (isDone) return;
    isDone = true;
    chunks.length = 0;
    request.off("data", take);
    done(body);
  };
  const take = (chunk) => {
    length += chunk.length;
    if (length > maxBodyBytes2) finish("body-too-large");
    else chunks.push(chunk);
  };
  request.on("data", take);
  request.once("end", () => finish(Buffer.concat(chunks)));
  request.once("close", () => finish("client-left"));
}
function send({ request, instance, body, counters, pairing, release }) {
  const startedMs = performance.now();
  let isCounted = false;
  const finish = (code) => {
    if (isCounted) return;
    isCounted = true;
    counters.record(code, performance.now() - startedMs);
    pairing.copyAnswered(code);
    release();
  };
  const { "transfer-encoding": _, ...headers } = upstreamHeaders(request);
  const sent = sendRequest2({
    host: "127.0.0.1",
    port: instance.port,
    method: request.method ?? "GET",
    path: request.url ?? "/",
    // The service can tell by it that nobody waits for the reply, and leave out what must not be done twice.
    headers: { ...headers, "content-length": body.length, "x-tidegate-mirror": "1" },
    agent: instance.agent
  });
  const late = setTimeout(() => {
    finish(504);
    sent.destroy();
  }, copyLimitMs);
  sent.once("close", () => {
    clearTimeout(late);
    finish(502);
  });
  sent.on("error", () => finish(502));
  sent.once("response", (reply) => {
    reply.on("error", () => finish(502));
    reply.once("end", () => finish(reply.statusCode ?? 502));
    reply.resume();
  });
  sent.end(body);
}

// src/targets/embedded/prober.ts
import { get } from "node:http";
var probeLimitMs = 5e3;
var maxOpen = 32;
var Prober = class {
  #armOf;
  #open = { stable: 0, candidate: 0 };
  #probes;
  #timer;
  #turn = 0;
  /** @param armOf what runs as this arm now */
  constructor(armOf) {
    this.#armOf = armOf;
  }
  /** Starts, changes or, with `undefined`, ends the probing. */
  set(probes) {
    if (JSON.stringify(probes) === JSON.stringify(this.#probes)) return;
    clearInterval(this.#timer);
    this.#probes = probes;
    this.#turn = 0;
    if (probes === void 0) return;
    this.#timer = setInterval(() => this.#send(probes), 1e3 / probes.requestsPerSecond);
  }
  #send({ paths: paths2, arms }) {
    const path = paths2[this.#turn % paths2.length] ?? "/";
    this.#turn += 1;
    for (const arm of arms) this.#sendTo(arm, path);
  }
  #sendTo(arm, path) {
    const run = this.#armOf(arm);
    if (run === void 0) return;
    const instance = this.#open[arm] < maxOpen ? run.nextInstance() : void 0;
    if (instance === void 0) {
      run.probed.record(503, 0);
      return;
    }
    const { probed } = run;
    const end = instance.begin();
    this.#open[arm] += 1;
    probe(instance.port, path, (code, durationMs) => {
      this.#open[arm] -= 1;
      probed.record(code, durationMs);
      end();
    });
  }
};
function probe(port, path, done) {
  const startedMs = performance.now();
  let isDone = false;
  const finish = (code) => {
    if (isDone) return;
    isDone = true;
    clearTimeout(late);
    done(code, performance.now() - startedMs);
  };
  const headers = { "user-agent": "tidegate-probe", "x-tidegate-probe": "1" };
  const sent = get({ host: "127.0.0.1", port, path, headers, agent: false }, (reply) => {
    reply.on("error", () => finish(502));
    reply.once("end", () => finish(reply.statusCode ?? 502));
    reply.resume();
  });
  const late = setTimeout(() => {
    finish(504);
    sent.destroy();
  }, probeLimitMs);
  sent.on("error", () => finish(502));
  sent.once("close", () => finish(502));
}

// src/targets/embedded/request-arm.ts
import { createHash, randomUUID as randomUUID2 } from "node:crypto";
var cookieSeconds = 90 * 24 * 60 * 60;
function requestArm(headers, { split, rules, salt }) {
  if (rules.match?.some((match) => isMatch(headers, match))) return { arm: "candidate" };
  return rules.sticky === void 0 ? { arm: split.choose() } : stickyArm(headers, rules.sticky, split, salt);
}
function stickyArm(headers, by, split, salt) {
  const arm = (key2) => 100 * hashRatio(salt, key2) < split.candidatePercent ? "candidate" : "stable";
  if (by.kind === "header") {
    const key2 = headerOf(headers, by.name);
    return { arm: key2 === void 0 ? "stable" : arm(key2) };
  }
  const known = cookieOf(headers, by.name);
  if (known !== void 0) return { arm: arm(known) };
  const key = randomUUID2();
  const setCookie = `${by.name}=${key}; Path=/; Max-Age=${cookieSeconds}; HttpOnly; SameSite=Lax`;
  return { arm: arm(key), setCookie };
}
function isMatch(headers, { kind, name, value }) {
  return (kind === "header" ? headerOf(headers, name) : cookieOf(headers, name)) === value;
}
function headerOf(headers, name) {
  const value = headers[name];
  return (Array.isArray(value) ? value.join(", ") : value) || void 0;
}
function cookieOf({ cookie = "" }, name) {
  for (const pair of cookie.split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim() || void 0;
  }
  return void 0;
}
function hashRatio(salt, key) {
  return createHash("sha256").update(`${salt}
${key}`).digest().readUIntBE(0, 6) / 2 ** 48;
}

// src/targets/embedded/router.ts
function chooseRoute(arms, headers, routing) {
  const { arm: wanted, setCookie } = requestArm(headers, routing);
  const instance = wanted === "candidate" ? arms.candidate?.nextInstance() : void 0;
  if (arms.candidate !== void 0 && instance !== void 0) {
    return { ...toRoute("candidate", arms.candidate, instance), setCookie };
  }
  const fallback = arms.stable ?? (wanted === "candidate" ? arms.candidate : void 0);
  if (fallback === void 0) return void 0;
  return {
    ...toRoute(fallback === arms.stable ? "stable" : "candidate", fallback, fallback.nextInstance()),
    setCookie
  };
}
function toRoute(arm, run, instance) {
  return { arm, version: run.release.version, counters: run.counters, instance };
}

// src/targets/embedded/traffic-split.ts
var whole = 1e6;
var TrafficSplit = class {
  #random;
  #share = 0;
  /** Where the line stands in the current unit, and where that unit's point lies; `undefined` once it was passed. */
  #position = 0;
  #point;
  /** Points passed whose request is still to come: two can fall on one request. */
  #owed = 0;
  /** @param random numbers in 0 ≤ x < 1 */
  constructor(random) {
    this.#random = random;
  }
  /** Share of requests for the candidate, 0..100. */
  get candidatePercent() {
    return this.#share / (whole / 100);
  }
  /** @param candidatePercent 0..100; kept to a millionth of all requests */
  set(candidatePercent) {
    const share = Math.round(candidatePercent / 100 * whole);
    if (share === this.#share) return;
    this.#share = share;
    this.#position = 0;
    this.#owed = 0;
    this.#point = this.#nextPoint();
  }
  choose() {
    let end = this.#position + this.#share;
    if (this.#point !== void 0 && this.#point < end) this.#pass();
    if (end >= whole) {
      end -= whole;
      this.#point = this.#nextPoint();
      if (this.#point < end) this.#pass();
    }
    this.#position = end;
    if (this.#owed === 0) return "stable";
    this.#owed -= 1;
    return "candidate";
  }
  #pass() {
    this.#owed += 1;
    this.#point = void 0;
  }
  #nextPoint() {
    return Math.floor(this.#random() * whole);
  }
};

// src/targets/embedded/gate-arms.ts
var GateArms = class {
  #options;
  #split;
  /** Chooses which of stable's requests are copied. */
  #copies;
  #mirror = new Mirror();
  #prober = new Prober((arm) => arm === "stable" ? this.#stable : this.#candidate);
  #leaving = /* @__PURE__ */ new Set();
  #stable;
  #candidate;
  /** What shall become stable as soon as it is ready. */
  #incoming;
  /** The last candidate's counters: what it served can still be read after it has gone. */
  #last;
  #rules = {};
  constructor(options2) {
    this.#options = options2;
    this.#split = new TrafficSplit(options2.random);
    this.#copies = new TrafficSplit(options2.random);
  }
  /** All releases that run here, also those that are leaving. */
  get runs() {
    const runs = [this.#stable, this.#candidate, this.#incoming, ...this.#leaving];
    return runs.filter((run) => run !== void 0);
  }
  get processes() {
    return this.runs.flatMap((run) => run.processes);
  }
  get stableRelease() {
    return this.#stable?.release;
  }
  get candidatePercent() {
    return this.#split.candidatePercent;
  }
  /** Where a request goes, and what copies it; no route when nothing is deployed. */
  route(request) {
    const candidate = this.#candidate;
    const routing = { split: this.#split, rules: this.#rules, salt: candidate?.release.digest ?? "" };
    const route = chooseRoute({ stable: this.#stable, candidate }, request.headers, routing);
    const isCopied = route?.arm === "stable" && candidate !== void 0 && this.#copies.choose() === "candidate";
    return { route, mirroring: isCopied ? this.#mirror.copy(request, candidate) : void 0 };
  }
  observe() {
    const stable = this.#stable ?? this.#incoming;
    return {
      arms: {
        ...stable === void 0 ? {} : { stable: stable.observe() },
        ...this.#candidate === void 0 ? {} : { candidate: this.#candidate.observe() }
      },
      candidatePercent: this.candidatePercent,
      ...areSameRules(this.#rules, {}) ? {} : { rules: this.#rules }
    };
  }
  series() {
    const candidate = this.#candidate === void 0 ? this.#last : toSeries("candidate", this.#candidate);
    return [
      ...this.#stable === void 0 ? [] : [toSeries("stable", this.#stable)],
      ...candidate ? [candidate] : []
    ];
  }
  prepare(release, settings) {
    if (this.#candidate?.release.digest === release.digest) return;
    const candidate = this.#options.start(release, settings);
    this.#dropCandidate();
    this.#dropIncoming();
    this.#candidate = candidate;
    if (this.#stable !== void 0 && String(this.#stable.counters.bucketsMs) !== String(settings.bucketsMs)) {
      this.#stable.restartCounters(settings.bucketsMs);
    }
  }
  /** Resolves when all of its processes have ended. */
  async stopStable() {
    if (this.#stable !== void 0) await this.#stable.stop();
  }
  /** @throws TidegateError `not-ready` when requests would go to an arm that cannot serve them */
  setWeight(candidatePercent, rules = {}) {
    const isUsed = candidatePercent > 0 || !areSameRules(rules, {});
    if (isUsed && !this.#candidate?.ready) throw this.#notReady(candidatePercent);
    if (candidatePercent < 100 && candidatePercent > 0 && this.#stable?.stopped) {
      throw new TidegateError(
        "not-ready",
        `Stable is stopped; it cannot take ${100 - candidatePercent} % of requests.`
      );
    }
    this.#follow(candidatePercent, rules);
  }
  /** @throws TidegateError `not-ready` when the candidate does not serve everything yet */
  promote() {
    const candidate = this.#candidate;
    if (candidate === void 0 && this.#stable !== void 0) return;
    if (!candidate?.ready) throw this.#notReady(100);
    if (this.candidatePercent < 100) {
      const message = `Only ${this.candidatePercent} % of requests go to ${candidate.release.version}; it becomes stable once all do.`;
      throw new TidegateError("not-ready", message);
    }
    const old = this.#stable;
    this.#last = toSeries("candidate", candidate);
    candidate.restartCounters(candidate.settings.bucketsMs);
    this.#stable = candidate;
    this.#candidate = void 0;
    this.#follow(0, {});
    this.#leave(old);
    this.#dropIncoming();
  }
  /**
   * Takes a step towards "everything on this release and no candidate"; call it again until it says that it is so. The
   * requests stay where they are until the release can take them.
   *
   * @param settings how the release ran; only needed when it must be started
   * @returns whether all requests are on it
   * @throws TidegateError `not-found` when it cannot be started
   */
  restore(stable, settings) {
    if (stable === void 0) {
      this.#leave(this.#stable);
      this.#stable = void 0;
    } else if (this.#stable?.release.digest !== stable.digest || this.#stable.stopped) {
      if (!this.#bringIn(stable, settings)) return false;
    }
    this.#dropCandidate();
    this.#dropIncoming();
    return true;
  }
  /** Why `restore` is not done yet. */
  get incomingReason() {
    return this.#incoming?.observe().notReadyReason;
  }
  async stopAll() {
    this.#prober.set(void 0);
    for (const run of [this.#stable, this.#candidate, this.#incoming]) this.#leave(run);
    this.#stable = void 0;
    this.#candidate = void 0;
    this.#incoming = void 0;
    await Promise.all([...this.#leaving].map((run) => run.stop()));
  }
  /** With nothing that serves meanwhile there is nothing to wait for. */
  #bringIn(stable, settings) {
    if (this.#incoming?.release.digest !== stable.digest) {
      if (settings === void 0) {
        throw new TidegateError("not-found", `Nobody knows how ${stable.version} ran here; promote it again.`);
      }
      const incoming = this.#options.start(stable, settings);
      this.#leave(this.#incoming);
      this.#incoming = incoming;
    }
    const serving = this.candidatePercent > 0 ? this.#candidate : this.#stable;
    if (!this.#incoming.ready && serving?.ready) return false;
    this.#leave(this.#stable);
    this.#stable = this.#incoming;
    this.#incoming = void 0;
    return true;
  }
  #follow(candidatePercent, rules) {
    this.#split.set(candidatePercent);
    this.#copies.set(rules.mirrorPercent ?? 0);
    this.#rules = rules;
    this.#prober.set(rules.probes);
  }
  #dropCandidate() {
    if (this.#candidate !== void 0) this.#last = toSeries("candidate", this.#candidate);
    this.#follow(0, {});
    this.#leave(this.#candidate);
    this.#candidate = void 0;
  }
  #dropIncoming() {
    this.#leave(this.#incoming);
    this.#incoming = void 0;
  }
  #leave(run) {
    if (run === void 0) return;
    this.#leaving.add(run);
    run.stop().then(
      () => this.#leaving.delete(run),
      (error) => this.#options.log(`stopping ${run.release.version} failed: ${error}`)
    );
  }
  #notReady(candidatePercent) {
    const reason = this.#candidate?.observe().notReadyReason ?? "was not prepared";
    const who = this.#candidate?.release.version ?? "The candidate";
    return new TidegateError("not-ready", `${who} ${reason}. ${candidatePercent} % of requests were not routed to it.`);
  }
};
function toSeries(arm, run) {
  const { counters, mirrored, probed } = run;
  return { arm, version: run.release.version, counters, mirrored, probed };
}

// src/targets/embedded/gate-state.ts
import { readFileSync as readFileSync2 } from "node:fs";
var gateStateSchema = object({
  /** Public port; kept so that users and other services find it again. */
  port: number().int(),
  /** The release that was stable when this was written. */
  stable: releaseSchema.optional(),
  /** Processes of all arms; whoever finds them after a crash ends them. */
  processes: array(processIdentitySchema),
  /** Digest → how that release ran. */
  settings: record(string(), armSettingsSchema)
});
function readGateState(path) {
  try {
    return gateStateSchema.parse(JSON.parse(readFileSync2(path, "utf8")));
  } catch {
    return { port: 0, processes: [], settings: {} };
  }
}
function writeGateState(path, state) {
  writeAtomically(path, JSON.stringify(state));
}

// src/targets/embedded/public-listener.ts
import { createServer as createServer2 } from "node:http";
var keepAliveTimeoutMs = 75e3;
var PublicListener = class {
  #options;
  #server;
  #port = 0;
  constructor(options2) {
    this.#options = options2;
  }
  get port() {
    return this.#port;
  }
  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }
  /**
   * Listens on the port, and only then leaves the one before.
   *
   * @param port 0 keeps what it has, or takes a free one
   * @throws TidegateError `not-ready` when the port is in use
   */
  async listen(port) {
    if (this.#server !== void 0 && (port === 0 || port === this.#port)) return;
    const server = createServer2({ keepAliveTimeout: keepAliveTimeoutMs }, this.#options.onRequest);
    server.on("upgrade", (_request, socket) => {
      const text = "tidegate: the embedded target passes HTTP requests only, no WebSockets or other upgrades.\n";
      socket.end(`HTTP/1.1 501 Not Implemented\r
Connection: close\r
Content-Length: ${text.length}\r
\r
${text}`);
    });
    await this.#bind(server, port);
    const before = this.#server;
    this.#server = server;
    this.#port = server.address().port;
    if (before !== void 0) closeGently(before);
  }
  async close() {
    const server = this.#server;
    this.#server = void 0;
    if (server === void 0) return;
    await new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }
  async #bind(server, port) {
    const { service, environment } = this.#options;
    try {
      await new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, "127.0.0.1", resolve);
      });
    } catch (cause) {
      const taken = cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE";
      const why = taken ? "is in use on this machine" : "cannot be listened on";
      throw new TidegateError(
        "not-ready",
        `Port ${port} ${why}, so ${service} in ${environment} cannot be reached there. Stop what uses it (\`lsof -i :${port}\` names it), or give this environment another port, or 0 for a free one, in .projenrc.ts.`,
        { cause }
      );
    }
  }
};
function closeGently(server) {
  server.close();
  server.closeIdleConnections();
}

// src/targets/embedded/release-to-serve.ts
function releaseToServe(record2, before) {
  const { rollout } = record2 ?? {};
  if (rollout?.phase === "promoting") return before ?? rollout.stable;
  return rollout === void 0 || isTerminal(rollout.phase) ? record2?.live : rollout.stable;
}

// src/targets/embedded/start-arm.ts
import { join as join3 } from "node:path";

// src/targets/embedded/arm-run.ts
import { randomUUID as randomUUID3 } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join as join2 } from "node:path";

// src/targets/embedded/instance.ts
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { Agent } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

// src/targets/embedded/free-port.ts
import { connect, createServer as createServer3 } from "node:net";
function findFreePort() {
  return new Promise((resolve, reject) => {
    const server = createServer3();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
function isPortTaken(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const answer2 = (taken) => {
      socket.destroy();
      resolve(taken);
    };
    socket.once("connect", () => answer2(true));
    socket.once("error", () => answer2(false));
  });
}

// src/targets/embedded/health-probe.ts
import { get as get2 } from "node:http";
var timeoutMs = 2e3;
function probeHealth(port, path, signal) {
  return new Promise((resolve) => {
    const request = get2({ host: "127.0.0.1", port, path, agent: false, signal, timeout: timeoutMs }, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      resolve(status >= 200 && status < 300 ? void 0 : `answers ${status} to GET ${path}`);
    });
    request.once("timeout", () => request.destroy(new Error("timeout")));
    request.once("error", (error) => {
      const refused = "code" in error && error.code === "ECONNREFUSED";
      const why = refused ? "does not listen on its PORT yet" : `does not answer GET ${path} (${error.message})`;
      resolve(why);
    });
  });
}

// src/targets/embedded/instance.ts
var startPollMs = 50;
var livePollMs = 1e3;
var maxFailedProbes = 3;
var firstBackoffMs = 200;
var maxBackoffMs = 5e3;
var killAfterMs = 5e3;
var Instance = class {
  agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  #options;
  #stopping = new AbortController();
  #child;
  #process;
  #running;
  #port = 0;
  #ready = false;
  #restarts = 0;
  #reason = "is starting";
  #inFlight = 0;
  #onIdle;
  constructor(options2) {
    this.#options = options2;
  }
  get ready() {
    return this.#ready && !this.#stopping.signal.aborted;
  }
  get port() {
    return this.#port;
  }
  /** How often the process ended by itself. */
  get restarts() {
    return this.#restarts;
  }
  get logPath() {
    return this.#options.logPath;
  }
  get process() {
    return this.#process;
  }
  /** Why it is not ready, with the last lines that the process wrote. */
  get notReadyReason() {
    return this.ready ? void 0 : `${this.#reason}${lastLines(this.#options.logPath)}`;
  }
  start() {
    this.#running ??= this.#keepRunning();
  }
  /** Marks a request as on its way; call the result when it ended. */
  begin() {
    this.#inFlight += 1;
    let open = true;
    return () => {
      if (!open) return;
      open = false;
      this.#inFlight -= 1;
      if (this.#inFlight === 0) this.#onIdle?.();
    };
  }
  /** Waits for its requests to end, at most `drainMs`, then ends the process and all that it started. */
  async stop(drainMs) {
    this.#stopping.abort();
    await this.#drained(drainMs);
    const child = this.#child;
    if (child?.pid !== void 0 && child.exitCode === null && child.signalCode === null) {
      const { pid } = child;
      signalGroup(pid, "SIGTERM");
      const timer = setTimeout(() => signalGroup(pid, "SIGKILL"), killAfterMs);
      await this.#running;
      clearTimeout(timer);
    }
    await this.#running;
    this.agent.destroy();
  }
  async #drained(drainMs) {
    if (this.#inFlight === 0) return;
    const idle = new Promise((resolve) => {
      this.#onIdle = resolve;
    });
    const late = new AbortController();
    await Promise.race([idle, delay(drainMs, void 0, { signal: late.signal }).catch(() => void 0)]);
    late.abort();
  }
  async #keepRunning() {
    const { signal } = this.#stopping;
    for (let failures = 0; !signal.aborted; failures += 1) {
      const collided = await this.#tryOnce();
      if (signal.aborted) return;
      if (!collided) this.#restarts += 1;
      const backoffMs = Math.min(firstBackoffMs * 2 ** failures, maxBackoffMs);
      await delay(collided ? 0 : backoffMs, void 0, { signal }).catch(() => void 0);
    }
  }
  /** What keeps a process from being started, a full disk for example, may pass; giving up would be for ever. */
  async #tryOnce() {
    try {
      return await this.#runOnce();
    } catch (error) {
      this.#reason = `cannot be started: ${reasonOf(error)}`;
      return false;
    }
  }
  /** @returns whether it ended because somebody else had taken its port meanwhile */
  async #runOnce() {
    this.#port = await findFreePort();
    if (this.#stopping.signal.aborted) return false;
    const ended = new AbortController();
    const exit = this.#spawn();
    const probing = this.#probe(ended.signal);
    const reason = await exit;
    const wasReady = this.#ready;
    this.#ready = false;
    this.#reason = reason;
    this.#killGroup();
    this.#process = void 0;
    this.#options.onProcess();
    ended.abort();
    await probing;
    return !wasReady && await isPortTaken(this.#port);
  }
  #spawn() {
    const { command, workingDirectory, env, logPath } = this.#options;
    const [program = "", ...args] = command;
    const log2 = openSync(logPath, "a", 384);
    const startedMs = performance.now();
    const child = spawn(program === "node" ? process.execPath : program, args, {
      cwd: workingDirectory,
      env: { ...env, PORT: String(this.#port) },
      stdio: ["ignore", log2, log2],
      detached: true
    });
    closeSync(log2);
    this.#child = child;
    this.#process = child.pid === void 0 ? void 0 : findProcess(child.pid);
    this.#options.onProcess();
    return new Promise((resolve) => {
      child.once("error", (error) => resolve(`cannot be started: ${error.message}`));
      child.once("exit", (code, signal) => {
        const how = code === null ? `was ended by ${signal}` : `exited with code ${code}`;
        resolve(`${how} after ${((performance.now() - startedMs) / 1e3).toFixed(1)} s`);
      });
    });
  }
  /** A process that ended may leave others of its group behind. */
  #killGroup() {
    if (this.#child?.pid !== void 0) signalGroup(this.#child.pid, "SIGKILL");
  }
  async #probe(ended) {
    const { healthPath } = this.#options;
    let failures = 0;
    while (!ended.aborted) {
      const problem = await probeHealth(this.#port, healthPath, ended);
      if (ended.aborted) return;
      failures = problem === void 0 ? 0 : failures + 1;
      if (problem === void 0) this.#ready = true;
      else if (!this.#ready || failures >= maxFailedProbes) {
        this.#ready = false;
        this.#reason = problem;
      }
      await delay(this.#ready ? livePollMs : startPollMs, void 0, { signal: ended }).catch(() => void 0);
    }
  }
};

// src/targets/embedded/mirror-counters.ts
var MirrorCounters = class extends ArmCounters {
  #dropped = /* @__PURE__ */ new Map();
  #same = 0;
  #different = 0;
  /** Statuses are the same when their hundreds are: a redirect elsewhere is still a redirect. */
  compare(userCode, copyCode) {
    if (Math.floor(userCode / 100) === Math.floor(copyCode / 100)) this.#same += 1;
    else this.#different += 1;
  }
  drop(reason) {
    this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + 1);
  }
  get same() {
    return this.#same;
  }
  get different() {
    return this.#different;
  }
  get dropped() {
    return [...this.#dropped].sort(([a], [b]) => a.localeCompare(b));
  }
};

// src/targets/embedded/arm-run.ts
var ArmRun = class {
  release;
  settings;
  /** What it served to users. */
  counters;
  /** What it answered to copies of users' requests. */
  mirrored;
  /** What it answered to the gate's own requests. */
  probed;
  #instances;
  #turn = 0;
  #wasReady = false;
  #stopped;
  constructor(options2) {
    const { release, settings, logs } = options2;
    this.release = release;
    this.settings = settings;
    this.counters = new ArmCounters(randomUUID3(), settings.bucketsMs);
    this.mirrored = new MirrorCounters(randomUUID3(), settings.bucketsMs);
    this.probed = new ArmCounters(randomUUID3(), settings.bucketsMs);
    mkdirSync(logs, { recursive: true });
    this.#instances = Array.from({ length: settings.instances }, (_, index) => {
      const logPath = join2(logs, `${release.version}-${this.counters.instance.slice(0, 8)}-${index + 1}.log`);
      return new Instance({ ...options2, healthPath: settings.healthPath, logPath });
    });
    for (const instance of this.#instances) instance.start();
  }
  /** All instances were ready at the same time once, and at least one is now. */
  get ready() {
    const ready = this.#instances.filter((instance) => instance.ready).length;
    this.#wasReady ||= ready === this.#instances.length;
    return this.#stopped === void 0 && this.#wasReady && ready > 0;
  }
  get stopped() {
    return this.#stopped !== void 0;
  }
  get processes() {
    return this.#instances.flatMap((instance) => instance.process ?? []);
  }
  /** Files that its processes write. */
  get logPaths() {
    return this.#instances.map(({ logPath }) => logPath);
  }
  /** The ready instances take turns; `undefined` when there is none. */
  nextInstance() {
    for (let tried = 0; tried < this.#instances.length; tried += 1) {
      this.#turn = (this.#turn + 1) % this.#instances.length;
      const instance = this.#instances[this.#turn];
      if (instance?.ready) return instance;
    }
    return void 0;
  }
  /** Counts from zero again, under a new name. */
  restartCounters(bucketsMs) {
    this.counters = new ArmCounters(randomUUID3(), bucketsMs);
    this.mirrored = new MirrorCounters(randomUUID3(), bucketsMs);
    this.probed = new ArmCounters(randomUUID3(), bucketsMs);
  }
  observe() {
    const { ready } = this;
    const reason = this.#instances.map((instance) => instance.notReadyReason).find((text) => text !== void 0);
    return {
      release: this.release,
      ready,
      instances: this.#instances.filter((instance) => instance.ready).length,
      restarts: this.#instances.reduce((sum, instance) => sum + instance.restarts, 0),
      ...ready ? {} : { notReadyReason: this.stopped ? "is stopped" : reason ?? "is starting" }
    };
  }
  /** Serves nothing new from now on; resolves when all its processes have ended. */
  stop() {
    this.#stopped ??= Promise.all(this.#instances.map((one) => one.stop(this.settings.drainMs))).then(() => void 0);
    return this.#stopped;
  }
};

// src/targets/embedded/service-environment.ts
import { readFileSync as readFileSync3 } from "node:fs";
import { delimiter, dirname } from "node:path";
function serviceEnvironment(options2) {
  const { config, settings, version } = options2;
  const fromImage = config.Env.map((entry) => {
    const split = entry.indexOf("=");
    return [entry.slice(0, split), entry.slice(split + 1)];
  });
  const fromManifest = Object.entries(settings.env).map(
    ([name, value]) => [name, typeof value === "string" ? value : siblingUrl(name, value.urlOf, options2)]
  );
  const path = [dirname(process.execPath), process.env.PATH].filter(Boolean).join(delimiter);
  return { ...Object.fromEntries([...fromImage, ...fromManifest]), PATH: path, VERSION: version, HOST: "127.0.0.1" };
}
function siblingUrl(name, sibling, options2) {
  const { home, environment, service } = options2;
  try {
    const text = readFileSync3(gatePaths(home, environment, sibling).gate, "utf8");
    return gateInfoSchema.parse(JSON.parse(text)).publicUrl;
  } catch (cause) {
    throw new TidegateError(
      "not-found",
      `${service} needs the URL of ${sibling} in ${environment} (its ${name}), and ${sibling} does not run there. Deploy ${sibling} to ${environment} first.`,
      { cause }
    );
  }
}

// src/targets/embedded/start-arm.ts
function startArm(place, release, settings, onProcess) {
  const { config, root } = getUnpacked(place.home, release.digest);
  return new ArmRun({
    release,
    settings,
    command: config.Cmd,
    workingDirectory: join3(root, config.WorkingDir),
    env: serviceEnvironment({ ...place, version: release.version, config, settings }),
    logs: gatePaths(place.home, place.environment, place.service).logs,
    onProcess
  });
}

// src/targets/embedded/remove-unused.ts
import { existsSync, readdirSync as readdirSync2, rmSync as rmSync2, statSync } from "node:fs";
import { basename, join as join4 } from "node:path";
var youngMs = 10 * 6e4;
var keptLogs = 40;
function removeUnused(upkeep) {
  try {
    removeReleases(upkeep);
    removeLogs(upkeep);
  } catch (error) {
    upkeep.log(`old releases and logs were not removed: ${reasonOf(error)}`);
  }
}
function removeReleases({ home, running, nowMs, log: log2 }) {
  const folder = join4(home, "releases");
  if (!existsSync(folder)) return;
  const named = /* @__PURE__ */ new Set([...namedReleases(home), ...running.map((digest) => releasePath(home, digest))]);
  for (const entry of readdirSync2(folder)) {
    const path = join4(folder, entry);
    if (named.has(path) || nowMs - statSync(path).mtimeMs < youngMs) continue;
    rmSync2(path, { recursive: true, force: true });
    log2(`removed ${entry}, which no record names any more`);
  }
}
function namedReleases(home) {
  const places = readdirSync2(home, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== "releases").flatMap(({ name }) => readdirSync2(join4(home, name)).map((service) => join4(home, name, service)));
  const digests = places.flatMap((directory) => {
    const { stable } = readGateState(join4(directory, "state.json"));
    const stored = new RecordFile(join4(directory, "record.json")).read();
    return [...namedDigests(stored?.record), ...stable === void 0 ? [] : [stable.digest]];
  });
  return new Set(digests.map((digest) => releasePath(home, digest)));
}
function namedDigests(record2) {
  const { live, previous = [], rollout } = record2 ?? {};
  return [live, rollout?.stable, rollout?.candidate, ...previous].flatMap((release) => release?.digest ?? []);
}
function removeLogs({ logs, logsInUse, log: log2 }) {
  if (!existsSync(logs)) return;
  const old = readdirSync2(logs).map((name) => join4(logs, name)).filter((path) => !logsInUse.includes(path)).map((path) => ({ path, mtimeMs: statSync(path).mtimeMs })).sort((a, b) => b.mtimeMs - a.mtimeMs).slice(keptLogs);
  for (const { path } of old) {
    rmSync2(path, { force: true });
    log2(`removed ${basename(path)}, an old log`);
  }
}

// src/targets/embedded/tidy-up.ts
function tidyUp({ home, environment, service, runs, record: record2, settings, nowMs, log: log2 }) {
  const running = runs.map(({ release }) => release.digest);
  if (record2 !== void 0) {
    const kept = /* @__PURE__ */ new Set([...namedDigests(record2), ...running]);
    for (const digest of settings.keys()) if (!kept.has(digest)) settings.delete(digest);
  }
  const { logs } = gatePaths(home, environment, service);
  const logsInUse = runs.flatMap(({ logPaths }) => logPaths);
  removeUnused({ home, running, logs, logsInUse, nowMs, log: log2 });
}

// src/targets/embedded/gate.ts
var leaseTickMs = 250;
var readyPollMs = 25;
var Gate = class {
  #options;
  #arms;
  #records;
  #lease;
  #listener;
  #statePath;
  #settings;
  #before;
  #timer;
  #lastProblem = "";
  constructor(options2) {
    const paths2 = gatePaths(options2.home, options2.environment, options2.service);
    this.#options = options2;
    this.#records = new RecordFile(paths2.record);
    this.#statePath = paths2.state;
    this.#before = readGateState(paths2.state);
    this.#settings = new Map(Object.entries(this.#before.settings));
    this.#arms = new GateArms({
      start: (release, settings) => startArm(options2, release, settings, () => this.#save()),
      log: options2.log,
      random: options2.random
    });
    this.#lease = new DeadMansSwitch({
      records: this.#records,
      nowMs: options2.nowMs,
      takeBack: (stable) => this.#arms.restore(stable, this.#settingsOf(stable?.digest)),
      say: (message) => this.#say(message)
    });
    this.#listener = new PublicListener({
      service: options2.service,
      environment: options2.environment,
      onRequest: (request, response) => {
        const startedMs = performance.now();
        const { route, mirroring } = this.#arms.route(request);
        if (route !== void 0) forward(request, response, { route, startedMs, mirroring });
        else refuse(response, 503, `Nothing is deployed of ${options2.service} in ${options2.environment}.`);
      }
    });
  }
  get publicUrl() {
    return this.#listener.url;
  }
  get port() {
    return this.#listener.port;
  }
  /**
   * Listens, ends what a gate before this one left behind, and starts the release that the record calls stable. A
   * candidate is not started again: whoever rolls it out sees that it is gone and goes back.
   *
   * @throws TidegateError `not-ready` when the port is in use
   */
  async start(port) {
    await this.#listen(port);
    for (const identity of this.#before.processes) if (isRunning(identity)) signalGroup(identity.pid, "SIGKILL");
    this.#startStable();
    this.#save();
    this.#timer = setInterval(() => this.#enforceLease(), leaseTickMs);
  }
  async stop() {
    clearInterval(this.#timer);
    await this.#listener.close();
    await this.#arms.stopAll();
    this.#save();
  }
  observe() {
    return { ...this.#arms.observe(), url: this.publicUrl };
  }
  metricsPage() {
    return toPrometheusPage(this.#arms.series(), this.#arms.candidatePercent);
  }
  /** @throws ConflictError, FencedError, TidegateError `corrupt-record` or `invalid-input` */
  writeRecord(record2, expected2) {
    const { service, environment } = this.#options;
    if (record2.service !== service || record2.environment !== environment) {
      throw new TidegateError(
        "invalid-input",
        `A record of ${record2.service} in ${record2.environment} cannot be kept by ${service} in ${environment}.`
      );
    }
    this.#enforceLease();
    const revision = this.#records.write(record2, expected2);
    this.#lease.note(record2, revision);
    return revision;
  }
  /**
   * @throws FencedError when the record has a higher epoch
   * @throws TidegateError `not-ready`, `not-found`, `corrupt-record`
   */
  async apply(request) {
    this.#enforceLease();
    const effect = toEffect(request.effect);
    this.#checkFence(request.fence, effect);
    switch (effect.kind) {
      case "prepare":
        await this.#listener.listen(request.port);
        this.#checkFence(request.fence, effect);
        this.#settings.set(effect.release.digest, request.arm);
        this.#arms.prepare(effect.release, request.arm);
        break;
      case "stop-stable":
        await this.#arms.stopStable();
        break;
      case "set-weight":
        this.#arms.setWeight(effect.candidatePercent, effect.rules);
        break;
      case "promote":
        this.#arms.promote();
        this.#tidyUp();
        break;
      case "restore":
        await this.#restore(effect.stable, request);
        this.#tidyUp();
        break;
      default:
        assertNever(effect);
    }
    this.#options.log(`${request.fence.key}: ${effect.kind} done, ${this.#arms.candidatePercent} % on the candidate`);
    this.#save();
  }
  async #listen(port) {
    if (port !== 0 || this.#before.port === 0) return this.#listener.listen(port);
    try {
      await this.#listener.listen(this.#before.port);
    } catch (error) {
      this.#options.log(`${reasonOf(error)} Taking a free one.`);
      await this.#listener.listen(0);
    }
  }
  #startStable() {
    const stable = this.#recordedStable();
    if (stable === void 0) return;
    try {
      this.#arms.restore(stable, this.#settingsOf(stable.digest));
    } catch (error) {
      this.#say(`${stable.version} cannot be started again: ${reasonOf(error)}`);
    }
  }
  /** If the record cannot be read, nothing is decided from it: what served before goes on serving. */
  #recordedStable() {
    try {
      return releaseToServe(this.#records.read()?.record, this.#before.stable);
    } catch (error) {
      this.#say(reasonOf(error));
      return this.#before.stable;
    }
  }
  #checkFence({ epoch, key }, effect) {
    const record2 = this.#records.read()?.record;
    const current = record2?.epoch ?? 0;
    if (effect !== void 0 && epoch === current) checkIsWanted(effect, key, record2?.rollout);
    if (epoch >= current) return;
    throw new FencedError(`Epoch ${epoch} may not do ${key}: epoch ${current} owns the target now. Stop; it finishes.`);
  }
  async #restore(stable, { fence, arm }) {
    const limitMs = this.#options.nowMs() + this.#options.restoreTimeoutMs;
    while (!this.#arms.restore(stable, this.#settingsOf(stable?.digest) ?? arm)) {
      if (this.#options.nowMs() > limitMs) {
        throw new TidegateError(
          "not-ready",
          `${stable?.version} ${this.#arms.incomingReason}. The traffic stays where it is.`
        );
      }
      await delay2(readyPollMs);
      this.#checkFence(fence);
    }
  }
  /** After everything else: what is no longer needed goes when nobody waits for it. */
  #tidyUp() {
    setImmediate(() => {
      const { nowMs, ...place } = this.#options;
      tidyUp({
        ...place,
        runs: this.#arms.runs,
        record: this.#lease.known,
        settings: this.#settings,
        nowMs: nowMs()
      });
    });
  }
  #settingsOf(digest) {
    return digest === void 0 ? void 0 : this.#settings.get(digest);
  }
  #enforceLease() {
    if (this.#lease.enforce()) this.#save();
  }
  /** Best effort: it saves time and a port after a crash, and a full disk must not keep the traffic from moving. */
  #save() {
    const stable = this.#arms.stableRelease;
    const state = {
      port: this.port,
      ...stable === void 0 ? {} : { stable },
      processes: [...this.#arms.processes],
      settings: Object.fromEntries(this.#settings)
    };
    try {
      writeGateState(this.#statePath, state);
    } catch (error) {
      this.#say(`the state was not saved: ${reasonOf(error)}`);
    }
  }
  /** Says a lasting problem once. */
  #say(message) {
    if (message === this.#lastProblem) return;
    this.#lastProblem = message;
    this.#options.log(message);
  }
};

// src/targets/embedded/gate-main.ts
var restoreTimeoutMs = 3e4;
var options = gateArgumentsSchema.parse(JSON.parse(process.argv[2] ?? "null"));
var paths = gatePaths(options.home, options.environment, options.service);
function tell(start, then = () => void 0) {
  if (process.connected && process.send !== void 0) {
    process.send(start, () => {
      if (process.connected) process.disconnect();
      then();
    });
  } else then();
}
function log(message) {
  try {
    appendFileSync(paths.log, `${(/* @__PURE__ */ new Date()).toISOString()} ${message}
`, { mode: 384 });
  } catch {
  }
}
async function main({ port, ...place }) {
  mkdirSync2(paths.directory, { recursive: true, mode: 448 });
  if (takeExclusiveLock(paths.directory) !== void 0) return tell({ kind: "held" }, () => process.exit(0));
  const gate = new Gate({ ...place, log, nowMs: Date.now, random: Math.random, restoreTimeoutMs });
  await gate.start(port);
  const stop = async (why) => {
    log(`stops: ${why}`);
    rmSync3(paths.gate, { force: true });
    await gate.stop();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => void stop(signal));
  process.on("SIGHUP", () => void 0);
  const token = randomBytes(32).toString("hex");
  const adminUrl = await startAdminServer({ gate, token, onShutdown: () => void stop("it was asked to") });
  const self = findProcess(process.pid);
  if (self === void 0) throw new TidegateError("unsupported", "This system does not tell when a process started.");
  const info = {
    protocol: gateProtocol,
    process: self,
    adminUrl,
    token,
    publicUrl: gate.publicUrl,
    port: gate.port
  };
  writeAtomically(paths.gate, JSON.stringify(info));
  log(`listens on ${gate.publicUrl}, process ${process.pid}`);
  tell({ kind: "ready" });
}
process.on("uncaughtException", (error) => log(`defect: ${error.stack ?? error}`));
main(options).catch((error) => {
  const message = reasonOf(error);
  log(`cannot start: ${message}`);
  const code = error instanceof TidegateError ? error.code : "unavailable";
  tell({ kind: "failed", code, message }, () => process.exit(1));
});
