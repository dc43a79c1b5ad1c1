import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  RecordFile,
  bucketsFor,
  ensureUnpacked,
  gateInfoSchema,
  gatePaths,
  gateProtocol,
  gateStartSchema,
  indicatorOf,
  isRunning,
  lastLines,
  observationSchema,
  problemSchema,
  reasonOf,
  tidegateHome
} from "./shared-5.mjs";
import {
  ImageRegistry
} from "./shared-7.mjs";
import {
  assertNever,
  metricsSecrets
} from "./shared-6.mjs";
import {
  ConflictError,
  FencedError,
  TidegateError,
  UnavailableError,
  array,
  literal,
  number,
  object,
  quoteValue,
  record,
  strictObject,
  string,
  tuple,
  unknown
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

// src/release/wave.ts
function regionsOf(environments, wave) {
  return environments.filter((environment) => environment.wave === wave);
}
function regionsBefore(environments, environment) {
  const { wave } = environment;
  return wave === void 0 ? [] : regionsOf(environments.slice(0, environments.indexOf(environment)), wave);
}
function stageBefore(environments, environment) {
  const { wave } = environment;
  const index = environments.findIndex((one) => wave === void 0 ? one === environment : one.wave === wave);
  const before = environments[index - 1];
  if (before === void 0) return [];
  return before.wave === void 0 ? [before] : regionsOf(environments, before.wave);
}

// src/targets/embedded/embedded-target.ts
import { existsSync as existsSync3 } from "node:fs";

// src/manifest/target-capabilities.ts
var embeddedCapabilities = {
  granularityPercent: 1e-4,
  enforcesLease: true,
  headers: true,
  cookies: true,
  sticky: true,
  mirror: true,
  probes: true,
  atomicSwitch: true,
  readsBack: true,
  manualBakeRelease: true
};

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
  async writeRecord(record2, expected) {
    const headers = expected === void 0 ? { "if-none-match": "*" } : { "if-match": expected };
    const body = JSON.stringify(record2);
    const text = await this.#call("PUT", "/record", { timeoutMs: quickMs, headers, body });
    return parseReply(object({ revision: string() }), text).revision;
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
  capabilities = embeddedCapabilities;
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
  async write(record2, expected) {
    return this.#withGate((gate) => gate.writeRecord(record2, expected), "once");
  }
  /** Where nothing was ever done nothing runs, and looking is no reason to start a gate. */
  async observe() {
    const { home, environment, service } = this.#options;
    if (!existsSync3(gatePaths(home, environment, service).directory)) return { arms: {}, candidatePercent: 0 };
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

// src/metrics/run-command.ts
import { spawn as spawn2 } from "node:child_process";
function runCommand({ argv, env, timeoutMs, maxBytes: maxBytes2 }) {
  const [program, ...args] = argv;
  return new Promise((resolve) => {
    const child = spawn2(program, args, { env: { ...env }, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const end = (ending) => {
      clearTimeout(timer2);
      killGroup(child.pid);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(ending);
    };
    const timer2 = setTimeout(() => end({ kind: "late" }), timeoutMs);
    const collect2 = (stream) => {
      const parts = [];
      let bytes = 0;
      stream.on("data", (part) => {
        bytes += part.length;
        if (bytes > maxBytes2) end({ kind: "too-long" });
        else parts.push(part);
      });
      return parts;
    };
    const [stdout, stderr] = [collect2(child.stdout), collect2(child.stderr)];
    child.once("error", (error) => end({ kind: "not-started", reason: reasonOf(error) }));
    child.once("exit", () => killGroup(child.pid));
    child.once("close", (code, signal) => {
      if (code === null) return end({ kind: "signal", signal: signal ?? "unknown" });
      end({ kind: "ended", code, stdout: textOf(stdout), stderr: textOf(stderr) });
    });
  });
}
function textOf(parts) {
  return Buffer.concat(parts).toString("utf8");
}
function killGroup(pid) {
  if (pid === void 0) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

// src/metrics/command-metrics.ts
var count = number().int().min(0);
var armSchema = strictObject({
  requests: count,
  bad: record(string(), count),
  instance: string().default("")
});
var armsSchema = strictObject({ stable: armSchema.optional(), candidate: armSchema.optional() });
var replySchema = strictObject({
  atMs: number().optional(),
  arms: armsSchema,
  probes: armsSchema.optional()
});
var maxBytes = 1024 * 1024;
var maxAgeMs = 6e4;
var maxAheadMs = 1e4;
var CommandMetrics = class {
  #options;
  #indicators;
  #what;
  constructor(options) {
    this.#options = options;
    this.#indicators = [.../* @__PURE__ */ new Set(["errors", ...options.objectives.map(indicatorOf)])];
    this.#what = `The metrics command ${quoteValue(options.argv[0])}`;
  }
  async read() {
    const { argv, env, timeoutMs = 5e3, clock } = this.#options;
    const startedAtMs = clock.nowMs();
    const own = { ...env, TIDEGATE_INDICATORS: this.#indicators.join(" ") };
    const ending = await runCommand({ argv, env: own, timeoutMs, maxBytes });
    const reply = this.#parse(this.#stdoutOf(ending, timeoutMs));
    const { atMs = startedAtMs, arms: arms2, probes } = reply;
    this.#checkAge(atMs);
    this.#checkArms(reply);
    return {
      atMs,
      arms: withoutAbsent(arms2),
      ...probes === void 0 ? {} : { probes: withoutAbsent(probes) }
    };
  }
  #stdoutOf(ending, timeoutMs) {
    switch (ending.kind) {
      case "late":
        throw this.#unusable(`did not end within ${timeoutMs / 1e3} s and was killed`);
      case "too-long":
        throw this.#unusable(`wrote more than ${maxBytes} bytes and was killed`);
      case "not-started":
        throw this.#unusable(`could not be started: ${this.#masked(ending.reason)}`);
      case "signal":
        throw this.#unusable(`was ended by ${ending.signal}`);
      case "ended": {
        if (ending.code === 0) return ending.stdout;
        const last = ending.stderr.trimEnd().split("\n").at(-1) ?? "";
        throw this.#unusable(`ended with exit code ${ending.code}: ${quoteValue(this.#masked(last))}`);
      }
    }
  }
  #parse(stdout) {
    let json;
    try {
      json = JSON.parse(stdout);
    } catch {
      throw this.#unusable(`printed no JSON: ${quoteValue(this.#masked(stdout))}`);
    }
    const reply = replySchema.safeParse(json);
    if (reply.success) return reply.data;
    const why = reply.error.issues.map(({ path, message }) => `${path.join(".") || "the whole"}: ${message}`);
    throw this.#unusable(`printed JSON that is no sample: ${quoteValue(this.#masked(why.join("; ")))}`);
  }
  #checkAge(atMs) {
    const ageMs = this.#options.clock.nowMs() - atMs;
    if (ageMs > maxAgeMs) throw this.#unusable(`printed counters that are ${Math.round(ageMs / 1e3)} s old`);
    if (ageMs < -maxAheadMs) {
      throw this.#unusable(`printed counters of ${Math.round(-ageMs / 1e3)} s in the future; check both clocks`);
    }
  }
  #checkArms({ arms: arms2, probes }) {
    if (arms2.stable === void 0 && arms2.candidate === void 0 && probes === void 0) {
      throw this.#unusable("printed the counters of neither arm");
    }
    for (const [arm, counters] of [...Object.entries(arms2), ...Object.entries(probes ?? {})]) {
      if (counters === void 0) continue;
      const absent = this.#indicators.filter((name2) => counters.bad[name2] === void 0);
      if (absent.length > 0) throw this.#unusable(`printed no bad.${absent.join(" and no bad.")} of the ${arm} arm`);
      const impossible = Object.entries(counters.bad).find(([, bad2]) => bad2 > counters.requests);
      if (impossible === void 0) continue;
      const [name, bad] = impossible;
      throw this.#unusable(`counts ${bad} of ${counters.requests} requests of the ${arm} arm as ${quoteValue(name)}`);
    }
  }
  #unusable(why) {
    return new UnavailableError(`${this.#what} ${why}. docs/metrics.md says what it has to print.`);
  }
  #masked(text) {
    return this.#options.secrets.reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
  }
};
function withoutAbsent({ stable, candidate }) {
  return { ...stable === void 0 ? {} : { stable }, ...candidate === void 0 ? {} : { candidate } };
}

// src/metrics/prometheus-metrics.ts
import { randomUUID } from "node:crypto";

// src/metrics/series.ts
function seriesKey({ name, labels }) {
  return JSON.stringify([name, Object.entries(labels).sort(([a], [b]) => a < b ? -1 : 1)]);
}
function seriesText({ name, labels }) {
  const written = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${name}{${written.join(",")}}`;
}

// src/metrics/series-layout.ts
var from = (firstError) => (status) => !(Number(status || Number.NaN) < firstError);
var family = (prefix, requestsName, firstError) => ({
  requestsName,
  bucketName: `${prefix}_duration_seconds_bucket`,
  statusLabel: "code",
  isError: from(firstError)
});
var gateLayout = {
  users: family("tidegate_request", "tidegate_requests_total", 500),
  // Their paths were chosen to be answered well: a 404 is wrong too.
  probes: family("tidegate_probe", "tidegate_probe_requests_total", 400),
  copies: family("tidegate_mirrored", "tidegate_mirrored_requests_total", 500),
  armLabel: "arm",
  armValues: { stable: "stable", candidate: "candidate" },
  unitMs: 1e3
};
function toSeriesLayout(settings) {
  if (settings === void 0) return gateLayout;
  const { requests, durations, durationUnit, armLabel, stable, candidate, statusLabel, failed } = settings;
  const pattern = new RegExp(`^(?:${failed})$`);
  return {
    users: {
      requestsName: requests,
      ...durations === void 0 ? {} : { bucketName: `${durations}_bucket` },
      statusLabel,
      // An empty status is a label that is not there.
      isError: (status) => status === "" || pattern.test(status)
    },
    armLabel,
    armValues: { stable, candidate },
    unitMs: durationUnit === "seconds" ? 1e3 : 1
  };
}
function seriesNames({ users, probes, copies }) {
  return [users, probes, copies].flatMap(
    (one) => one === void 0 ? [] : [one.requestsName, ...one.bucketName === void 0 ? [] : [one.bucketName]]
  );
}
function findArm(layout, labels) {
  const value = labels[layout.armLabel];
  if (value === layout.armValues.stable) return "stable";
  return value === layout.armValues.candidate ? "candidate" : void 0;
}

// src/metrics/series-ledger.ts
function takeLook(before, { raw, known }) {
  const next = /* @__PURE__ */ new Map();
  for (const series of raw) {
    const key = seriesKey(series);
    if (next.has(key))
      throw new UnavailableError(`${seriesText(series)} is there twice. Ask where it is counted once.`);
    next.set(key, entryOf(series, { before: before?.get(key), isNew: before !== void 0 && !known.has(key) }));
  }
  for (const [key, entry] of before ?? []) {
    if (!next.has(key)) next.set(key, { ...entry, isGone: true });
  }
  return next;
}
function entryOf(series, { before, isNew }) {
  const { name, labels, samples } = series;
  const bad = samples.find(({ value }) => !Number.isSafeInteger(value) || value < 0);
  if (bad !== void 0) throw new UnavailableError(`${seriesText(series)} is ${bad.value}, which is no count.`);
  const fresh = samples.filter(({ atMs }) => before === void 0 || atMs > before.last.atMs);
  const last = fresh.at(-1) ?? before?.last;
  if (last === void 0) throw new UnavailableError(`${seriesText(series)} has no numbers.`);
  const start = startOf(before, isNew, fresh);
  return { name, labels, last, total: (before?.total ?? 0) + countedOver(start, fresh), isGone: false };
}
function startOf(before, isNew, fresh) {
  if (before === void 0) return isNew ? 0 : fresh.at(-1)?.value ?? 0;
  return before.isGone ? fresh[0]?.value ?? before.last.value : before.last.value;
}
function countedOver(start, samples) {
  let counted = 0;
  let previous = start;
  for (const { value } of samples) {
    counted += value < previous ? value : value - previous;
    previous = value;
  }
  return counted;
}
function ledgerSeries(ledger) {
  return [...ledger.values()].map(({ name, labels, total }) => ({ name, labels, value: total }));
}

// src/metrics/to-metrics-sample.ts
var arms = ["stable", "candidate"];
function toMetricsSample(series, page) {
  const { layout = gateLayout, atMs } = page;
  const { users, probes, copies } = layout;
  const probed = probes === void 0 ? {} : samplesOf(probes, series, page);
  const mirrored = copies === void 0 ? void 0 : samplesOf(copies, series, page).candidate;
  return {
    atMs,
    arms: samplesOf(users, series, page),
    ...Object.keys(probed).length === 0 ? {} : { probes: probed },
    ...mirrored === void 0 ? {} : { mirrored }
  };
}
function samplesOf(family2, series, page) {
  const { layout = gateLayout, origin } = page;
  const { requestsName, bucketName } = family2;
  const samples = arms.flatMap((arm) => {
    const own = series.filter(
      ({ name, labels }) => findArm(layout, labels) === arm && (name === requestsName || name === bucketName)
    );
    return own.length === 0 ? [] : [[arm, armSample(family2, own, page, `the ${arm} arm on ${origin}`)]];
  });
  return Object.fromEntries(samples);
}
function armSample(family2, own, page, of) {
  const { requestsName, statusLabel } = family2;
  const byStatus = own.filter(({ name }) => name === requestsName);
  if (byStatus.length === 0) throw missing(`${requestsName} of ${of}`);
  const requests = sum(byStatus, of);
  const errors = sum(
    byStatus.filter(({ labels }) => family2.isError(labels[statusLabel] ?? "")),
    of
  );
  const slow = page.objectives.flatMap(
    (objective) => objective.kind === "latency" ? [[indicatorOf(objective), slowRequests(objective, { family: family2, own, page, requests, of })]] : []
  );
  const instance = page.instance ?? instanceOf(byStatus, of);
  return { requests, bad: { errors, ...Object.fromEntries(slow) }, instance };
}
function slowRequests({ underMs }, { family: family2, own, page, requests, of }) {
  const { unitMs } = page.layout ?? gateLayout;
  const { bucketName } = family2;
  if (bucketName === void 0) throw missing(`histogram of durations of ${of} for the limit of ${underMs} ms`);
  const buckets = own.filter(({ name }) => name === bucketName);
  const limit = buckets.filter(({ labels }) => Math.abs(Number(labels.le) * unitMs - underMs) < 1e-6);
  const all = buckets.filter(({ labels }) => labels.le === "+Inf");
  if (limit.length === 0) throw missing(`${bucketName} with le="${underMs / unitMs}" of ${of}`);
  if (all.length === 0) throw missing(`${bucketName} with le="+Inf" of ${of}`);
  if (limit.length !== all.length) {
    throw new UnavailableError(
      `${bucketName} of ${of} has ${limit.length} series with le="${underMs / unitMs}" and ${all.length} with le="+Inf". Give each process the same buckets.`
    );
  }
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

// src/metrics/arm-ledger.ts
var ArmLedger = class {
  #options;
  #series;
  #known = /* @__PURE__ */ new Set();
  constructor(options) {
    this.#options = options;
  }
  /** Whether the next look is the first. */
  get isEmpty() {
    return this.#series === void 0;
  }
  /** Series that existed before the first look, which need not show them. */
  know(keys) {
    this.#known = keys;
  }
  /**
   * The sample is as old as the older arm's newest number, so that both arms are counted over the same span.
   *
   * @throws UnavailableError when the numbers make no sense; what was counted before then stays as it was
   */
  take(raw) {
    const { layout, origin, objectives, id } = this.#options;
    const own = raw.filter(({ labels }) => findArm(layout, labels) !== void 0);
    refuseDoubles(own);
    toMetricsSample(own.map(latest), { objectives, origin, atMs: 0, layout, instance: id });
    const next = takeLook(this.#series, { raw: own, known: this.#known });
    const newest = newestByArm(own, layout);
    const series = ledgerSeries(next).filter(({ labels }) => {
      const arm = findArm(layout, labels);
      return arm !== void 0 && newest.has(arm);
    });
    const atMs = Math.min(...newest.values());
    const sample = toMetricsSample(series, { objectives, origin, atMs, layout, instance: id });
    this.#series = next;
    return sample;
  }
};
function latest({ name, labels, samples }) {
  return { name, labels, value: samples.at(-1)?.value ?? Number.NaN };
}
function newestByArm(raw, layout) {
  const newest = /* @__PURE__ */ new Map();
  for (const { labels, samples } of raw) {
    const arm = findArm(layout, labels);
    if (arm === void 0) continue;
    newest.set(arm, Math.max(newest.get(arm) ?? Number.NEGATIVE_INFINITY, samples.at(-1)?.atMs ?? 0));
  }
  return newest;
}
var collectorLabels = ["job", "replica", "prometheus", "prometheus_replica", "__replica__"];
function refuseDoubles(raw) {
  const seen = /* @__PURE__ */ new Map();
  for (const series of raw) {
    const labels = Object.entries(series.labels).filter(([name]) => !collectorLabels.includes(name));
    if (series.labels.instance === void 0) continue;
    const key = JSON.stringify([series.name, labels.sort(([a], [b]) => a < b ? -1 : 1)]);
    const other = seen.get(key);
    if (other !== void 0) {
      throw new UnavailableError(
        `${seriesText(series)} and ${seriesText(other)} count the same requests. Select one of them.`
      );
    }
    seen.set(key, series);
  }
}

// src/metrics/http-text.ts
import { request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
function readText(asked) {
  const { url, what, headers = {}, ca, timeoutMs } = asked;
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const fail = (cause) => {
      reject(cause instanceof UnavailableError ? cause : failure(cause, { what, timeoutMs, isLate: signal.aborted }));
    };
    const send = url.protocol === "https:" ? overHttps : overHttp;
    try {
      const sent = send(url, { headers, signal, agent: false, ...ca === void 0 ? {} : { ca } }, (reply) => {
        if (!hasProvableEnd(reply.headers)) {
          sent.destroy();
          return fail(
            new UnavailableError(`${what} does not say where its answer ends, so half of it would look whole.`)
          );
        }
        collect(reply, asked).then((text) => {
          resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text });
        }, fail);
      });
      sent.on("error", fail);
      sent.end();
    } catch (cause) {
      fail(cause);
    }
  });
}
function hasProvableEnd(headers) {
  return headers["content-length"] !== void 0 || headers["transfer-encoding"] !== void 0;
}
async function collect(reply, { what, maxBytes: maxBytes2 }) {
  const parts = [];
  let bytes = 0;
  for await (const part of reply) {
    bytes += part.byteLength;
    if (bytes > maxBytes2) {
      throw new UnavailableError(`${what} answers with more than ${maxBytes2} bytes. Select fewer series.`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
function failure(cause, { what, timeoutMs, isLate }) {
  if (isLate) return new UnavailableError(`${what} did not answer within ${timeoutMs / 1e3} s.`, { cause });
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code === "ECONNRESET" && cause instanceof Error && cause.message === "aborted") {
    return new UnavailableError(`${what} stopped in the middle of its answer.`, { cause });
  }
  const why = code === "" ? "" : ` (${code})`;
  return new UnavailableError(`${what} cannot be reached${why}. Check its URL and, for https, its certificate.`, {
    cause
  });
}

// src/metrics/metrics-source.ts
var defaultMaxBytes = 16 * 1024 * 1024;
var longestPauseMs = 5 * 6e4;
var defaultPauseMs = 1e4;
var MetricsSource = class {
  #options;
  #pausedUntilMs = Number.NEGATIVE_INFINITY;
  constructor(options) {
    this.#options = options;
  }
  /**
   * An answer with any status but 429 and 503.
   *
   * @throws UnavailableError
   */
  async ask(url, what) {
    const { clock, ca, timeoutMs = 5e3, maxBytes: maxBytes2 = defaultMaxBytes } = this.#options;
    const waitMs = this.#pausedUntilMs - clock.nowMs();
    if (waitMs > 0) throw new UnavailableError(`${what} asked to be left alone for ${seconds(waitMs)} more.`);
    const reply = await readText({ url, what, headers: this.#headers(), ca, timeoutMs, maxBytes: maxBytes2 });
    if (reply.status !== 429 && reply.status !== 503) return reply;
    const asked = retryAfterMs(reply.headers["retry-after"], clock.nowMs());
    const pauseMs = asked ?? (reply.status === 429 ? defaultPauseMs : 0);
    this.#pausedUntilMs = clock.nowMs() + Math.min(longestPauseMs, pauseMs);
    const wait = pauseMs > 0 ? ` and is left alone for ${seconds(Math.min(longestPauseMs, pauseMs))}` : "";
    throw new UnavailableError(`${what} answered ${reply.status}${wait}.`);
  }
  #headers() {
    const { credentials, accept } = this.#options;
    if (credentials === void 0) return { accept };
    if (credentials.kind === "bearer") return { accept, authorization: `Bearer ${credentials.token.trim()}` };
    const pair = `${credentials.username.trim()}:${credentials.password.trim()}`;
    return { accept, authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
  }
};
function retryAfterMs(header, nowMs) {
  if (typeof header !== "string") return void 0;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1e3;
  const atMs = /^[A-Z][a-z]{2}/.test(header.trim()) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(atMs) ? void 0 : Math.max(0, atMs - nowMs);
}
function seconds(durationMs) {
  return `${Math.ceil(durationMs / 1e3)} s`;
}
function safeUrl({ origin, pathname }) {
  return `${origin}${pathname}`;
}

// src/metrics/prometheus-reply.ts
var labelsSchema = record(string(), string());
var matrixSchema = object({
  resultType: literal("matrix"),
  result: array(
    object({ metric: labelsSchema, values: array(tuple([number(), string()])).min(1, "has no values") })
  )
});
var vectorSchema = object({
  resultType: literal("vector"),
  result: array(object({ metric: labelsSchema, value: tuple([number(), string()]) }))
});
var headSchema = object({
  status: string(),
  error: string().optional(),
  warnings: array(string()).optional(),
  data: unknown()
});
var remark = "PromQL info:";
function parseData({ status, text }, what) {
  const json = parseJson(text);
  const head = headSchema.safeParse(json);
  if (!head.success) {
    const why = status === 200 ? "nothing that the Prometheus API answers" : `status ${status}`;
    throw new UnavailableError(`${what} answered ${why}: ${quoteValue(text)}. Check the URL and the credentials.`);
  }
  const { error, data } = head.data;
  const warnings = (head.data.warnings ?? []).filter((warning) => !warning.startsWith(remark));
  if (head.data.status !== "success" || status !== 200) {
    throw new UnavailableError(`${what} answered status ${status}: ${quoteValue(error ?? "no reason given")}.`);
  }
  if (warnings.length === 0) return data;
  throw new UnavailableError(`${what} answered only in part: ${quoteValue(warnings.join("; "))}.`);
}
function parseMatrix(reply, what) {
  const matrix = matrixSchema.safeParse(parseData(reply, what));
  if (!matrix.success) throw new UnavailableError(`${what} answered no raw numbers: ${quoteValue(reply.text)}.`);
  return matrix.data.result.map(({ metric: { __name__: name = "", ...labels }, values }) => ({
    name,
    labels,
    samples: values.map(([atSeconds, value]) => ({ atMs: Math.round(atSeconds * 1e3), value: toNumber(value) }))
  }));
}
function parseVector(reply, what) {
  const vector = vectorSchema.safeParse(parseData(reply, what));
  if (!vector.success) throw new UnavailableError(`${what} answered no numbers: ${quoteValue(reply.text)}.`);
  return vector.data.result.map(({ metric, value: [, text] }) => ({ labels: metric, value: toNumber(text) }));
}
function parseSeriesList(reply, what) {
  const list = array(labelsSchema).safeParse(parseData(reply, what));
  if (!list.success) throw new UnavailableError(`${what} answered no list of series: ${quoteValue(reply.text)}.`);
  return list.data.map(({ __name__: name = "", ...labels }) => ({ name, labels }));
}
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}
function toNumber(text) {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

// src/metrics/promql.ts
function toSelector(layout, objectives, select) {
  const { armLabel, armValues, unitMs } = layout;
  const limits = objectives.flatMap((objective) => objective.kind === "latency" ? [objective.underMs / unitMs] : []);
  return [
    `{__name__=~${quote(anyOf(seriesNames(layout)))}`,
    `${armLabel}=~${quote(anyOf([armValues.stable, armValues.candidate]))}`,
    // Requests have no `le` at all, which is the empty text.
    `le=~${quote(`|${[...limits.map(limitPattern), "\\+Inf"].join("|")}`)}`,
    ...Object.entries(select).map(([label, value]) => `${label}=${quote(value)}`)
  ].join(",").concat("}");
}
function increaseQueries({ users, unitMs }, objectives, { select, windowMs }) {
  const selected = Object.entries(select).map(([label, value]) => `${label}=${quote(value)}`);
  const limits = objectives.flatMap((objective) => objective.kind === "latency" ? [objective.underMs / unitMs] : []);
  const { requestsName, bucketName, statusLabel } = users;
  const requests = grownBy(statusLabel, [`__name__=${quote(requestsName)}`, ...selected], windowMs);
  if (limits.length === 0 || bucketName === void 0) return { requests, buckets: void 0 };
  const le = `le=~${quote([...limits.map(limitPattern), "\\+Inf"].join("|"))}`;
  return { requests, buckets: grownBy("le", [`__name__=${quote(bucketName)}`, le, ...selected], windowMs) };
}
function grownBy(label, matchers, windowMs) {
  const series = `{${matchers.join(",")}}`;
  const before = `${series} offset ${windowMs}ms`;
  const born = `(min_over_time(${series}[${windowMs}ms]) unless ${before}) and on() count(${before})`;
  const named = (part, vector) => `label_replace(${vector},"_part","${part}","","")`;
  return `sum by (${label}) (${named("grown", `increase(${series}[${windowMs}ms])`)} or ${named("born", born)})`;
}
function limitPattern(limit) {
  const text = escapeRegex(String(limit));
  return String(limit).includes(".") ? `${text}0*` : `${text}(\\.0+)?`;
}
function anyOf(values) {
  return values.map(escapeRegex).join("|");
}
function escapeRegex(text) {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
function quote(text) {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}

// src/metrics/served-in.ts
function toServed({ requests, buckets }, objectives, layout) {
  const { statusLabel, isError, requestsName } = layout.users;
  const all = sum2(requests, requestsName);
  const bad = requests.filter(({ labels }) => isError(labels[statusLabel] ?? ""));
  const errors = { requests: all, failures: bad.length === 0 ? 0 : sum2(bad, requestsName) };
  const served = objectives.map(
    (objective) => objective.kind === "availability" ? [indicatorOf(objective), errors] : [indicatorOf(objective), slowOnes(objective, buckets, layout)]
  );
  return Object.fromEntries(served);
}
function slowOnes({ underMs }, buckets, layout) {
  const { users, unitMs } = layout;
  const name = users.bucketName ?? "a histogram of durations";
  const within = buckets.filter(({ labels }) => Math.abs(Number(labels.le) * unitMs - underMs) < 1e-6);
  const requests = sum2(
    buckets.filter(({ labels }) => labels.le === "+Inf"),
    `${name} with le="+Inf"`
  );
  const failures = Math.max(0, requests - sum2(within, `${name} with le="${underMs / unitMs}"`));
  return { requests, failures };
}
function sum2(series, what) {
  const total = series.reduce((sofar, { value }) => sofar + value, series.length === 0 ? Number.NaN : 0);
  if (Number.isFinite(total) && total >= 0) return total;
  const why = series.length === 0 ? "there is none" : `it is ${total}`;
  throw new UnavailableError(`Nobody can tell how much ${what} has grown: ${why}. Check the names and the labels.`);
}

// src/metrics/prometheus-metrics.ts
var maxAgeMs2 = (scrapeMs) => 2 * scrapeMs + 3e4;
var historyMs = 3e4;
var rememberedMs = 60 * 6e4;
var maxSkewMs = 1e4;
var PrometheusMetrics = class {
  #options;
  #source;
  #history;
  #ledger;
  #selector;
  #what;
  constructor(options) {
    const { objectives, select, layout = gateLayout } = options;
    this.#options = options;
    const accept = "application/json";
    this.#source = new MetricsSource({ ...options, accept });
    this.#history = new MetricsSource({ ...options, accept, timeoutMs: Math.max(options.timeoutMs ?? 0, historyMs) });
    this.#selector = toSelector(layout, objectives, select);
    const origin = safeUrl(new URL(options.url));
    this.#what = `The metrics server ${origin}`;
    this.#ledger = new ArmLedger({ objectives, layout, origin, id: randomUUID() });
  }
  async read() {
    if (this.#ledger.isEmpty) this.#ledger.know(await this.#seenBefore());
    const { scrapeMs } = this.#options;
    const windowMs = maxAgeMs2(scrapeMs);
    const query = `${this.#selector}[${windowMs}ms]`;
    const raw = parseMatrix(await this.#ask("query", (time) => ({ query, time })), this.#what);
    if (raw.length > 0) return this.#ledger.take(raw);
    throw new UnavailableError(
      `${this.#what} has no number of the last ${windowMs / 1e3} s for ${this.#selector}. Check that it collects both arms, and that names and labels are those of the running service.`
    );
  }
  async servedIn(windowMs) {
    const { objectives, select, layout = gateLayout } = this.#options;
    const queries = increaseQueries(layout, objectives, { select, windowMs });
    const sums = async (query) => parseVector(await this.#ask("query", (time) => ({ query, time }), this.#history), this.#what);
    const requests = await sums(queries.requests);
    const buckets = queries.buckets === void 0 ? [] : await sums(queries.buckets);
    return toServed({ requests, buckets }, objectives, layout);
  }
  async #seenBefore() {
    const parameters = (end) => ({
      "match[]": this.#selector,
      start: String(Number(end) - rememberedMs / 1e3),
      end
    });
    return new Set(parseSeriesList(await this.#ask("series", parameters), this.#what).map(seriesKey));
  }
  /** @param parameters of the request, from the time now in seconds */
  async #ask(path, parameters, source = this.#source) {
    const nowMs = this.#options.clock.nowMs();
    const url = new URL(this.#options.url);
    url.pathname = `${url.pathname.replace(/\/+$/, "")}/api/v1/${path}`;
    for (const [name, value] of Object.entries(parameters((nowMs / 1e3).toFixed(3)))) {
      url.searchParams.set(name, value);
    }
    const reply = await source.ask(url, this.#what);
    if (reply.status === 200) this.#checkClock(reply, nowMs);
    return reply;
  }
  /** The server's answer must have been made between asking and now; its `Date` has whole seconds. */
  #checkClock({ headers: { date } }, askedAtMs) {
    const serverMs = typeof date === "string" ? Date.parse(date) : Number.NaN;
    if (Number.isNaN(serverMs)) {
      throw new UnavailableError(`${this.#what} does not say what time it is there (no Date header).`);
    }
    const skewMs = Math.max(askedAtMs - 1e3 - serverMs, serverMs - this.#options.clock.nowMs(), 0);
    if (skewMs <= maxSkewMs) return;
    throw new UnavailableError(
      `${this.#what} and this machine disagree on the time by ${Math.round(skewMs / 1e3)} s. Set both clocks by a time server.`
    );
  }
};

// src/metrics/scrape-metrics.ts
import { randomUUID as randomUUID2 } from "node:crypto";

// src/metrics/prometheus-text.ts
var linePattern = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})?[ \t]+(\S+)(?:[ \t]+(-?\d+))?[ \t]*$/;
var labelPattern = /[ \t]*([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*"((?:[^"\\\n]|\\.)*)"[ \t]*(?:,[ \t]*|$)/y;
function parsePrometheusText(page, origin) {
  const seen = /* @__PURE__ */ new Set();
  return page.split("\n").flatMap((line, index) => {
    const text = line.replace(/\r$/, "");
    if (text.trim() === "" || text.trimStart().startsWith("#")) return [];
    const [, name, labelText = "", valueText = "", timeText] = text.match(linePattern) ?? [];
    const labels = name === void 0 ? void 0 : parseLabels(labelText);
    const value = parseValue(valueText);
    if (name === void 0 || labels === void 0 || value === void 0) throw notMetrics(origin, index + 1, text);
    const key = JSON.stringify([name, Object.entries(labels).sort()]);
    if (seen.has(key)) throw notMetrics(origin, index + 1, text);
    seen.add(key);
    return [{ name, labels, value, ...timeText === void 0 ? {} : { atMs: Number(timeText) } }];
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

// src/metrics/scrape-metrics.ts
var maxAgeMs3 = 6e4;
var maxAheadMs2 = 1e4;
var ScrapeMetrics = class {
  #layout;
  #clock;
  #pages;
  #ledger;
  constructor({ pages, objectives, layout = gateLayout, ...source }) {
    this.#layout = layout;
    this.#clock = source.clock;
    this.#pages = pages.map((page) => ({
      ...page,
      source: new MetricsSource({ ...source, accept: "text/plain;version=0.0.4" })
    }));
    const origin = pages.map(({ url }) => safeUrl(new URL(url))).join(" and ");
    this.#ledger = new ArmLedger({ objectives, layout, origin, id: randomUUID2() });
  }
  async read() {
    const pages = await Promise.all(this.#pages.map((page) => this.#readPage(page)));
    const atMs = this.#clock.nowMs();
    const sample = this.#ledger.take(pages.flat());
    return Number.isFinite(sample.atMs) ? sample : { ...sample, atMs };
  }
  async #readPage({ url, arm, source }) {
    const page = safeUrl(new URL(url));
    const what = `The metrics page ${page}`;
    const { status, headers, text } = await source.ask(new URL(url), what);
    if (status !== 200) throw new UnavailableError(`${what} answered ${status}. Check its URL and the credentials.`);
    if (Number(headers.age ?? 0) * 1e3 > maxAgeMs3) {
      throw new UnavailableError(`${what} is a copy of ${String(headers.age)} s ago. Ask where it is not cached.`);
    }
    const names = seriesNames(this.#layout);
    const nowMs = this.#clock.nowMs();
    return parsePrometheusText(text, page).filter(({ name }) => names.includes(name)).map((series) => this.#toRaw(series, { page, arm, nowMs }));
  }
  #toRaw(series, { page, arm, nowMs }) {
    const { name, value, atMs = nowMs } = series;
    const { armLabel, armValues } = this.#layout;
    const ageMs = nowMs - atMs;
    if (ageMs > maxAgeMs3 || ageMs < -maxAheadMs2) {
      const when = ageMs > 0 ? `${Math.round(ageMs / 1e3)} s old` : `${Math.round(-ageMs / 1e3)} s in the future`;
      throw new UnavailableError(`${seriesText(series)} on ${page} is ${when}. Check who writes it, and both clocks.`);
    }
    const ofArm = arm === void 0 ? {} : { [armLabel]: armValues[arm] };
    return { name, labels: { ...series.labels, ...ofArm, tidegate_page: page }, samples: [{ atMs, value }] };
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
    const objectives = this.#objectives;
    return toMetricsSample(parsePrometheusText(page, origin), { objectives, origin, atMs: this.#clock.nowMs() });
  }
};

// src/connect/create-metrics.ts
function createMetrics(parts) {
  const { settings, objectives, target, env, clock } = parts;
  const missing2 = metricsSecrets(settings).filter((name) => !env[name]);
  if (missing2.length > 0) return withoutSecrets(missing2);
  switch (settings.kind) {
    case "target":
      return new TargetMetrics(target, objectives, clock);
    case "scrape":
      return new ScrapeMetrics({ ...settings, ...connected(settings, env), objectives, clock });
    case "prometheus":
      return new PrometheusMetrics({ ...settings, ...connected(settings, env), objectives, clock });
    case "command":
      return createCommand(settings, parts);
    default:
      return assertNever(settings);
  }
}
function connected({ series, auth, ca }, env) {
  return {
    layout: toSeriesLayout(series),
    credentials: auth === void 0 ? void 0 : toCredentials(auth, env),
    ca: ca === void 0 ? void 0 : env[ca]
  };
}
function toCredentials(auth, env) {
  const value = (name) => env[name] ?? "";
  return auth.kind === "bearer" ? { kind: "bearer", token: value(auth.token) } : { kind: "basic", username: value(auth.username), password: value(auth.password) };
}
var harmless = ["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"];
function createCommand(settings, parts) {
  const { env, service, environment, objectives, clock } = parts;
  const passed = [...harmless, ...settings.env].flatMap((name) => {
    const value = env[name];
    return value === void 0 ? [] : [[name, value]];
  });
  const { argv, timeoutMs } = settings;
  const own = { ...Object.fromEntries(passed), TIDEGATE_SERVICE: service, TIDEGATE_ENVIRONMENT: environment };
  const secrets = settings.env.flatMap((name) => env[name] || []);
  return new CommandMetrics({ argv, timeoutMs, objectives, clock, env: own, secrets });
}
function withoutSecrets(names) {
  const refuse = async () => {
    const which = names.join(" and ");
    throw new UnavailableError(
      `${which} is not set, and the metrics need it. Add the secret and pass it to this step's env.`
    );
  };
  return { read: refuse, servedIn: refuse };
}

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
      const { objectives, name } = service;
      const { metrics, name: environment } = settings;
      const shared = { settings: metrics, objectives, target, env, clock: parts.clock };
      return { target, metrics: createMetrics({ ...shared, service: name, environment }) };
    }
    default:
      return assertNever(kind);
  }
}

// src/connect/run-context.ts
import { userInfo } from "node:os";
function runContext(run, env) {
  const actor = env.GITHUB_TRIGGERING_ACTOR || run.actor || userName();
  if (!Number.isSafeInteger(run.runId)) return { actor, holder: `${actor}, process ${process.pid}` };
  const repository = findRepository(run);
  const runUrl = repository && `${run.serverUrl}/${repository}/actions/runs/${run.runId}`;
  return { actor, holder: holderOf(run), ...runUrl && { runUrl } };
}
function findRepository(run) {
  try {
    const { owner, repo } = run.repo;
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

export {
  context,
  regionsOf,
  regionsBefore,
  stageBefore,
  createTarget,
  runContext,
  systemClock
};
