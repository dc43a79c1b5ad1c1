import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  TidegateError,
  _enum,
  array,
  boolean,
  discriminatedUnion,
  literal,
  number,
  object,
  quoteValue,
  record,
  strictObject,
  string,
  tuple,
  union
} from "./shared-2.mjs";

// src/release/release.ts
var digestSchema = string().regex(/^sha256:[0-9a-f]{64}$/, "expected sha256: and 64 hex digits").brand();
var commitShaSchema = string().regex(/^[0-9a-f]{40}$/, "expected 40 hex digits").brand();
var releaseSchema = object({
  /** Semantic version without a leading `v`, for example `1.4.0-alpha.7`. */
  version: string().min(1),
  digest: digestSchema,
  commit: commitShaSchema
});

// src/errors/assert-never.ts
function assertNever(value) {
  throw new TidegateError("unsupported", `Unlisted case: ${JSON.stringify(value)}. This is a defect in tidegate.`);
}

// src/manifest/metrics-settings.ts
var variableName = string().regex(/^[A-Z][A-Z0-9_]*$/, "expected an upper-case name");
var labelName = string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, "expected a label's name");
var metricName = string().regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, "expected a metric's name");
var timeoutMs = number().int().min(100).max(6e4);
function metricsUrlProblem(text) {
  if (!URL.canParse(text)) return "must be an http or https URL";
  const { protocol, username, password } = new URL(text);
  if (protocol !== "http:" && protocol !== "https:") return "must be an http or https URL";
  if (username !== "" || password !== "") return "must not hold a user or password; name secrets in `auth`";
  return void 0;
}
function isPrivateUrl(text) {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}
function isRegex(text) {
  try {
    return new RegExp(`^(?:${text})$`) instanceof RegExp;
  } catch {
    return false;
  }
}
var url = string().superRefine((text, context) => {
  const problem = metricsUrlProblem(text);
  if (problem !== void 0) context.addIssue(problem);
});
var seriesSettingsSchema = strictObject({
  /** Counter of requests. */
  requests: metricName,
  /** Histogram of durations, without `_bucket`. */
  durations: metricName.optional(),
  durationUnit: _enum(["seconds", "milliseconds"]),
  /** Label that tells the arms apart, and its two values. */
  armLabel: labelName,
  stable: string().min(1),
  candidate: string().min(1),
  /** Label of the outcome, and a regular expression for the outcomes that are failures. */
  statusLabel: labelName,
  failed: string().refine(isRegex, "expected a regular expression")
});
var authSchema = discriminatedUnion("kind", [
  strictObject({ kind: literal("bearer"), token: variableName }),
  strictObject({ kind: literal("basic"), username: variableName, password: variableName })
]);
var shared = {
  series: seriesSettingsSchema.optional(),
  /** Variables that hold the credentials. */
  auth: authSchema.optional(),
  /** Variable that holds the PEM of the certificate's authority. */
  ca: variableName.optional(),
  timeoutMs
};
var needsTls = "sends credentials over plain http; use https";
var metricsSchema = discriminatedUnion("kind", [
  /** The target's own per-arm counters. */
  strictObject({ kind: literal("target") }),
  /** Pages in the Prometheus text format; with an arm, all of a page is that arm's. */
  strictObject({
    kind: literal("scrape"),
    pages: array(strictObject({ url, arm: _enum(["stable", "candidate"]).optional() })).min(1),
    ...shared
  }).refine(({ pages, auth }) => auth === void 0 || pages.every((page) => isPrivateUrl(page.url)), needsTls),
  /** A server with the HTTP API of Prometheus. */
  strictObject({
    kind: literal("prometheus"),
    url,
    /** Key: label that the series must have; value: its value. */
    select: record(labelName, string()),
    /** How often the server collects. */
    scrapeMs: number().int().min(1e3).max(3e4),
    ...shared
  }).refine(({ url: url2, auth }) => auth === void 0 || isPrivateUrl(url2), needsTls),
  /** A program that prints the counters as JSON. */
  strictObject({
    kind: literal("command"),
    argv: tuple([string().min(1)], string()),
    /** Variables that the program gets. */
    env: array(variableName),
    timeoutMs
  })
]);
function metricsSecrets(settings) {
  if (settings.kind === "target") return [];
  if (settings.kind === "command") return settings.env;
  const { auth, ca } = settings;
  const own = auth === void 0 ? [] : auth.kind === "bearer" ? [auth.token] : [auth.username, auth.password];
  return ca === void 0 ? own : [...own, ca];
}

// src/rollout/traffic-rules.ts
var headerName = string().regex(/^[a-z0-9!#$%&'*+.^_`|~-]+$/, "expected a header's name in lower case");
var cookieName = string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "expected a cookie's name");
var fieldValue = string().regex(/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]{1,200}$/, "expected a plain value");
var requestMatchSchema = discriminatedUnion("kind", [
  object({ kind: literal("header"), name: headerName, value: fieldValue }),
  object({ kind: literal("cookie"), name: cookieName, value: fieldValue })
]);
var stickyKeySchema = discriminatedUnion("kind", [
  object({ kind: literal("header"), name: headerName }),
  object({ kind: literal("cookie"), name: cookieName })
]);
var armSchema = _enum(["stable", "candidate"]);
var servicePathSchema = string().regex(/^\/[\x21-\x7e]{0,500}$/, "expected a path such as /health");
var probesSchema = object({
  /** Asked for in turn. */
  paths: array(servicePathSchema).min(1).max(50),
  /** To each arm. */
  requestsPerSecond: number().gt(0).max(100),
  arms: array(armSchema).min(1)
});
var trafficRulesSchema = object({
  match: array(requestMatchSchema).min(1).max(16).optional(),
  sticky: stickyKeySchema.optional(),
  /** Share of stable's requests that are copied to the candidate, whose replies nobody sees; 0 < percent ≤ 100. */
  mirrorPercent: number().gt(0).max(100).optional(),
  probes: probesSchema.optional()
});
function areSameRules(one, other) {
  return canonical(one) === canonical(other);
}
function canonical({ match, sticky, mirrorPercent, probes } = {}) {
  return JSON.stringify([
    (match ?? []).map(({ kind, name: name2, value }) => [kind, name2, value].join(" ")).sort(),
    sticky === void 0 ? "" : [sticky.kind, sticky.name],
    mirrorPercent ?? 0,
    probes === void 0 ? "" : [probes.paths, probes.requestsPerSecond, [...probes.arms].sort()]
  ]);
}

// src/rollout/governance/error-budget-rules.ts
var hourMs = 36e5;
var dayMs = 24 * hourMs;
var errorBudgetSchema = strictObject({
  /** Period of the objectives, up to now. */
  windowMs: number().int().min(hourMs).max(366 * dayMs),
  /** More than this part of each budget has to be left, 0..1. */
  minRemaining: number().min(0).lt(1),
  /** Why a release may go ahead although nobody can tell what is left. @default it is refused */
  allowUnknown: string().min(1).max(500).optional()
});

// src/rollout/governance/freeze-window.ts
var weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
var timePattern = "([01]\\d|2[0-3]):[0-5]\\d";
var weeklyMoment = strictObject({
  day: _enum(weekdays),
  /** Wall-clock time in the window's zone, `00:00` to `23:59`. */
  time: string().regex(new RegExp(`^${timePattern}$`), "expected a time such as 16:00")
});
var localMoment = string().regex(new RegExp(`^\\d{4}-\\d{2}-\\d{2}T${timePattern}$`), "expected a local time such as 2026-12-20T18:00").refine(isDay, "there is no such day");
function isDay(text) {
  const atMs = Date.parse(`${text}:00Z`);
  return Number.isFinite(atMs) && new Date(atMs).toISOString().startsWith(text);
}
function isTimeZone(name2) {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name2 });
    return true;
  } catch {
    return false;
  }
}
var shared2 = {
  /** Shown to whoever is refused, for example `Christmas`. */
  name: string().min(1).max(80),
  /** IANA name, for example `Europe/Berlin`; wall-clock times are of this zone, summer time included. */
  timeZone: string().refine(isTimeZone, {
    error: ({ input }) => `${quoteValue(String(input))} is no time zone; write one such as Europe/Berlin or UTC`
  })
};
var freezeWindowSchema = discriminatedUnion("kind", [
  strictObject({ kind: literal("weekly"), ...shared2, from: weeklyMoment, to: weeklyMoment }),
  strictObject({ kind: literal("once"), ...shared2, from: localMoment, to: localMoment }).refine(({ from, to }) => from < to, "it ends before it begins")
]);

// src/rollout/governance/policy.ts
var governanceSchema = strictObject({
  /** When nothing goes forward. Going back is never frozen. */
  freezes: array(freezeWindowSchema).max(50).default([]),
  /**
   * What a rollout does that is under way when a freeze begins. `finish`: goes on if what is left of it, waiting times
   * and bake, ends within `finishWithinMs` of the freeze's beginning, and holds otherwise. `hold`: stands still until the
   * freeze is over. `rollback`: goes back.
   */
  onFreeze: _enum(["finish", "hold", "rollback"]).default("finish"),
  finishWithinMs: number().int().min(0).default(36e5),
  /** What a newer release does that arrives while another is under way: waits for its end, or has it taken back first. */
  onNewer: _enum(["wait", "supersede"]).default("wait"),
  /** How long it waits; 0 refuses at once, which is right where the pipeline queues. */
  waitMs: number().int().min(0).default(0),
  /**
   * What happens to a bake of more than 15 minutes. `attended`: the engine stays until its end. Otherwise the engine lets
   * go and the watchdog finishes it; should nobody come in time, the target takes the traffic back (`rollback`) or leaves
   * it where it is (`keep`).
   */
  longBake: _enum(["attended", "rollback", "keep"]).default("attended"),
  /** `auto`: when stable burns and the candidate is proven not worse, it is promoted without waiting for the burn's end. */
  hotfix: _enum(["auto", "declared"]).default("auto"),
  /** What has to be left of the error budget when a rollout begins. @default nobody asks */
  errorBudget: errorBudgetSchema.optional()
});
var noGovernance = governanceSchema.parse({});
var irreversibleFromSchema = number().min(0).max(100);

// src/rollout/plan.ts
var gateSchema = _enum(["statistics", "guards", "smoke"]);
var stepEndSchema = discriminatedUnion("kind", [
  object({ kind: literal("decision") }),
  object({ kind: literal("date"), atMs: number().int(), outcome: _enum(["advance", "go-back"]) })
]);
var planStepSchema = object({
  /** Share of requests that the candidate serves in this step, 0..100. */
  candidatePercent: number().min(0).max(100),
  /** What is done with requests beside the share; absent: nothing. */
  rules: trafficRulesSchema.optional(),
  /** All requests move at one moment; the target must be able to. */
  atomic: boolean().optional(),
  /** Warm-up after the shift: only the guards, and failures that no cold start explains, count in it. */
  settleMs: number().int().min(0),
  /** The step passes no earlier than this after settling. */
  observeMs: number().int().min(0),
  /** Without a pass by then the step is inconclusive, and the rollout goes back. At least `observeMs`. */
  maxObserveMs: number().int().min(0),
  gate: gateSchema,
  /** What else must happen before the step passes; absent: nothing. */
  end: stepEndSchema.optional()
});
var planSchema = object({
  /** For people; nothing is decided by it but what `restore` means. */
  strategy: _enum(["canary", "rolling", "recreate", "blue-green", "ab-test", "shadow", "restore"]),
  /** Shares that never fall; the last one is 100. Advancing to the next needs a pass at this one. */
  steps: array(planStepSchema).min(1),
  /** Stop the stable arm before the candidate serves (recreate): there is a gap, and going back restarts stable. */
  stopStableFirst: boolean(),
  /** How long the candidate may take to become ready. */
  readyTimeoutMs: number().int().positive(),
  /** After 100 %: the old release stays warm and the judge goes on for this long. */
  bakeMs: number().int().min(0),
  /** How long a rollout may hold (metrics missing, no traffic) before it goes back. */
  maxHoldMs: number().int().positive(),
  /** Nobody renewed the lease for this long: the target takes the traffic back by itself. */
  leaseMs: number().int().positive(),
  /** How often target and metrics are read. */
  pollMs: number().int().positive()
});

// src/rollout/strategies/steps.ts
var durationMsSchema = number().int().min(0);
var guardWindowMs = 3e4;
function fullStep(settleMs) {
  return { candidatePercent: 100, settleMs, observeMs: 0, maxObserveMs: guardWindowMs, gate: "guards" };
}

// src/rollout/strategies/ab-test.ts
var abTestSchema = strictObject({
  kind: literal("ab-test"),
  audience: discriminatedUnion("kind", [
    /** Those whose requests say so themselves. They are not a random choice, so the arms are not compared. */
    strictObject({ kind: literal("match"), match: array(requestMatchSchema).min(1).max(16) }),
    /** A share of the users, chosen by a hash of who they are. */
    strictObject({ kind: literal("share"), percent: number().gt(0).lt(100), by: stickyKeySchema })
  ]),
  end: stepEndSchema,
  settleMs: durationMsSchema,
  /** The test lasts no shorter than this. */
  observeMs: durationMsSchema,
  /** Without a decision by then the release goes back; with a date, how long after it a good verdict may take. */
  maxObserveMs: durationMsSchema,
  bakeMs: durationMsSchema
});
function abTestPlan({
  audience,
  end,
  settleMs,
  observeMs,
  maxObserveMs
}) {
  const isShare = audience.kind === "share";
  const test = {
    candidatePercent: isShare ? audience.percent : 0,
    rules: isShare ? { sticky: audience.by } : { match: audience.match },
    settleMs,
    observeMs,
    maxObserveMs: Math.max(observeMs, maxObserveMs),
    gate: isShare ? "statistics" : "guards",
    end
  };
  return { strategy: "ab-test", steps: [test, fullStep(settleMs)], stopStableFirst: false };
}

// src/rollout/strategies/blue-green.ts
var blueGreenSchema = strictObject({
  kind: literal("blue-green"),
  /** Paths that the candidate must answer well before and after the switch, asked for by the target. */
  smoke: array(servicePathSchema).min(1).max(50),
  smokePerSecond: number().gt(0).max(100),
  /** Requests that reach the candidate before the switch, for people and tests. */
  preview: requestMatchSchema.optional(),
  settleMs: durationMsSchema,
  /** How long the candidate is verified before the switch, at least. */
  verifyMs: durationMsSchema,
  maxVerifyMs: durationMsSchema,
  /** How long it is verified after the switch before the bake begins. */
  verifySwitchedMs: durationMsSchema,
  /** The old release stays warm for so long. */
  bakeMs: durationMsSchema
});
function blueGreenPlan(strategy) {
  const { smoke, smokePerSecond, preview, settleMs, verifyMs, maxVerifyMs, verifySwitchedMs } = strategy;
  const probes = { paths: smoke, requestsPerSecond: smokePerSecond, arms: ["candidate"] };
  const verified = {
    candidatePercent: 0,
    rules: { probes, ...preview === void 0 ? {} : { match: [preview] } },
    settleMs: 0,
    observeMs: verifyMs,
    maxObserveMs: Math.max(verifyMs, maxVerifyMs),
    gate: "smoke"
  };
  const switched = {
    ...fullStep(settleMs),
    rules: { probes },
    atomic: true,
    observeMs: verifySwitchedMs,
    maxObserveMs: verifySwitchedMs + Math.max(guardWindowMs, maxVerifyMs),
    gate: "smoke"
  };
  return { strategy: "blue-green", steps: [verified, switched], stopStableFirst: false };
}

// src/rollout/strategies/canary.ts
var canarySchema = strictObject({
  kind: literal("canary"),
  /** Ascending shares in percent, each below 100; 100 follows by itself. */
  stepPercents: array(number().gt(0).lt(100)).min(1),
  settleMs: durationMsSchema,
  observeMs: durationMsSchema,
  maxObserveMs: durationMsSchema,
  bakeMs: durationMsSchema,
  /** Requests of the target's own to both arms, so that a quiet service can be judged too. */
  probes: probesSchema.optional()
});
function canaryPlan(strategy) {
  const { settleMs, observeMs, maxObserveMs, probes } = strategy;
  const timing = { settleMs, observeMs, maxObserveMs: Math.max(observeMs, maxObserveMs) };
  const judged = strategy.stepPercents.map(
    (candidatePercent) => ({
      candidatePercent,
      ...timing,
      gate: "statistics",
      ...probes === void 0 ? {} : { rules: { probes } }
    })
  );
  return { strategy: "canary", steps: [...judged, fullStep(settleMs)], stopStableFirst: false };
}

// src/rollout/strategies/computed-canary.ts
var computedCanarySchema = strictObject({
  kind: literal("computed-canary"),
  /** Ascending shares, each below 100; 100 follows by itself. */
  steps: array(
    strictObject({
      percent: number().gt(0).lt(100),
      observeMs: durationMsSchema,
      maxObserveMs: durationMsSchema
    })
  ).min(1),
  settleMs: durationMsSchema,
  bakeMs: durationMsSchema,
  probes: probesSchema.optional(),
  /** What it was computed from; for people. */
  basis: strictObject({ requestsPerSecond: number().positive(), harmedRequests: number().positive() })
});
function computedCanaryPlan({ steps, settleMs, probes }) {
  const judged = steps.map(
    ({ percent, observeMs, maxObserveMs }) => ({
      candidatePercent: percent,
      settleMs,
      observeMs,
      maxObserveMs: Math.max(observeMs, maxObserveMs),
      gate: "statistics",
      ...probes === void 0 ? {} : { rules: { probes } }
    })
  );
  return { strategy: "canary", steps: [...judged, fullStep(settleMs)], stopStableFirst: false };
}

// src/rollout/strategies/recreate.ts
var recreateSchema = strictObject({ kind: literal("recreate"), bakeMs: durationMsSchema });
function recreatePlan() {
  return { strategy: "recreate", steps: [fullStep(0)], stopStableFirst: true };
}

// src/rollout/strategies/rolling.ts
var rollingSchema = strictObject({
  kind: literal("rolling"),
  batches: number().int().min(1).max(100),
  settleMs: durationMsSchema,
  bakeMs: durationMsSchema
});
function rollingPlan({ batches, settleMs }) {
  const steps = Array.from({ length: batches }, (_, batch) => ({
    ...fullStep(settleMs),
    candidatePercent: Math.round(100 * (batch + 1) / batches)
  }));
  return { strategy: "rolling", steps, stopStableFirst: false };
}

// src/rollout/strategies/shadow.ts
var shadowSchema = strictObject({
  kind: literal("shadow"),
  /** Share of the requests that are copied. */
  mirrorPercent: number().gt(0).max(100),
  settleMs: durationMsSchema,
  observeMs: durationMsSchema,
  maxObserveMs: durationMsSchema
});
function shadowPlan(strategy, followedBy) {
  const { mirrorPercent, settleMs, observeMs, maxObserveMs } = strategy;
  const shadow = {
    candidatePercent: 0,
    rules: { mirrorPercent },
    settleMs,
    observeMs,
    maxObserveMs: Math.max(observeMs, maxObserveMs),
    gate: "statistics"
  };
  return { strategy: "shadow", steps: [shadow, ...followedBy.steps], stopStableFirst: false };
}

// src/rollout/strategy.ts
var afterShadowSchema = discriminatedUnion("kind", [
  canarySchema,
  computedCanarySchema,
  rollingSchema,
  blueGreenSchema
]);
var strategySchema = discriminatedUnion("kind", [
  canarySchema,
  computedCanarySchema,
  rollingSchema,
  recreateSchema,
  blueGreenSchema,
  abTestSchema,
  shadowSchema.extend({ followedBy: afterShadowSchema })
]);
var rolloutLimitsSchema = strictObject({
  readyTimeoutMs: number().int().positive(),
  maxHoldMs: number().int().positive(),
  leaseMs: number().int().positive(),
  pollMs: number().int().positive()
});

// src/slo/objective-schema.ts
var target = number().gt(0).lt(1);
var objectiveSchema = discriminatedUnion("kind", [
  strictObject({ kind: literal("availability"), target }),
  strictObject({ kind: literal("latency"), target, underMs: number().positive() })
]);

// src/manifest/manifest.ts
var manifestPath = ".tidegate/delivery.json";
var name = string().regex(/^[a-z][a-z0-9-]{0,38}$/, "expected lower-case letters, digits and dashes");
var variableName2 = string().regex(/^[A-Z][A-Z0-9_]*$/, "expected an upper-case name");
var embeddedTargetSchema = strictObject({
  kind: literal("embedded"),
  /** Where users reach the service; 0 takes a free port and keeps it. */
  port: number().int().min(0).max(65535),
  /** Instances an arm runs. */
  instances: number().int().min(1).max(16),
  /** Environment of the service's processes. A value is text, or the URL of another service in the same environment. */
  env: record(string(), union([string(), strictObject({ urlOf: name })])),
  /** Path that answers 2xx once an instance may serve. */
  healthPath: string().startsWith("/"),
  /** How long a stopped instance may take to finish its requests. */
  drainMs: number().int().min(0)
});
var targetSchema = discriminatedUnion("kind", [embeddedTargetSchema]);
var judgeSettingsSchema = strictObject({
  /** Chance of taking back a release that is no worse than `riskRatio` × stable, over the whole rollout; 0..1. */
  alpha: number().gt(0).lt(1),
  /** The candidate may have this many times stable's failure ratio before it counts as worse. */
  riskRatio: number().min(1),
  /** A step needs this many requests on the candidate to pass. */
  minRequests: number().int().min(1),
  /** A passing step must have been able to see a failure ratio of this many times the allowed one. */
  detectRatio: number().gt(1)
});
var environmentSchema = strictObject({
  name,
  /** The wave it is a region of: those are rolled out one after the other, in this order, as one promotion. */
  wave: name.optional(),
  target: targetSchema,
  strategy: strategySchema,
  limits: rolloutLimitsSchema,
  judge: judgeSettingsSchema,
  metrics: metricsSchema,
  /** Freezes, what newer releases do, how long bakes end. @default nothing declared */
  governance: governanceSchema.optional(),
  /** From this share on, in percent, no release can be taken back by itself; 0: from the first request on. @default never */
  irreversibleFromPercent: irreversibleFromSchema.optional(),
  /** Deployed by the deliver workflow without a human; otherwise by promote. */
  automatic: boolean(),
  /** Whom GitHub asks before a job enters the environment: `team:sre`, `user:kim`; absent when nobody. */
  approvers: array(string().min(1)).optional(),
  /** Users depend on it: GitHub Deployments say `production_environment`. */
  production: boolean(),
  /** What a release becomes when it succeeded here: nothing new, a release candidate, or the release itself. */
  channel: _enum(["alpha", "rc", "stable"])
});
var channelSchema = discriminatedUnion("kind", [
  strictObject({
    kind: literal("webhook"),
    name,
    /** Variable that holds the URL. */
    url: variableName2,
    /** Variable that holds the key of the HMAC-SHA256 signature. */
    signingKey: variableName2.optional(),
    progress: boolean()
  }),
  strictObject({
    kind: literal("slack"),
    name,
    /** Variable that holds an incoming webhook URL; messages cannot be edited. */
    webhook: variableName2.optional(),
    /** Variable that holds a bot token, and the channel's id; messages are edited in place. */
    token: variableName2.optional(),
    channel: string().optional(),
    progress: boolean()
  })
]);
var serviceSchema = strictObject({
  name,
  /** Folder of the service from the repository's root, `.` at the root; no trailing slash. */
  directory: string(),
  /** Image without tag or digest, for example `ghcr.io/acme/info`. */
  image: string(),
  /** Prefix of the git tags: `v`, or `info-v` for a service that is not at the root. */
  tagPrefix: string(),
  objectives: array(objectiveSchema),
  /** In the order of promotion. */
  environments: array(environmentSchema).min(1),
  notify: array(channelSchema)
});
var manifestSchema = strictObject({
  schema: literal(1),
  /** Version of tidegate that wrote it. */
  generator: string(),
  services: array(serviceSchema).min(1)
});

export {
  digestSchema,
  commitShaSchema,
  releaseSchema,
  assertNever,
  metricsSecrets,
  trafficRulesSchema,
  areSameRules,
  hourMs,
  dayMs,
  weekdays,
  governanceSchema,
  noGovernance,
  irreversibleFromSchema,
  planSchema,
  fullStep,
  abTestPlan,
  blueGreenPlan,
  canaryPlan,
  computedCanaryPlan,
  recreatePlan,
  rollingPlan,
  shadowPlan,
  objectiveSchema,
  manifestPath,
  embeddedTargetSchema,
  manifestSchema
};
