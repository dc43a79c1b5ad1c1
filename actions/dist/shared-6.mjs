import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  TidegateError,
  external_exports
} from "./shared-2.mjs";

// src/release/release.ts
var digestSchema = external_exports.string().regex(/^sha256:[0-9a-f]{64}$/, "expected sha256: and 64 hex digits").brand();
var commitShaSchema = external_exports.string().regex(/^[0-9a-f]{40}$/, "expected 40 hex digits").brand();
var releaseSchema = external_exports.object({
  /** Semantic version without a leading `v`, for example `1.4.0-alpha.7`. */
  version: external_exports.string().min(1),
  digest: digestSchema,
  commit: commitShaSchema
});

// src/errors/assert-never.ts
function assertNever(value) {
  throw new TidegateError("unsupported", `Unlisted case: ${JSON.stringify(value)}. This is a defect in tidegate.`);
}

// src/rollout/strategy.ts
var durationMs = external_exports.number().int().min(0);
var canarySchema = external_exports.strictObject({
  kind: external_exports.literal("canary"),
  /** Ascending shares in percent, each below 100; 100 follows by itself. */
  stepPercents: external_exports.array(external_exports.number().gt(0).lt(100)).min(1),
  settleMs: durationMs,
  observeMs: durationMs,
  maxObserveMs: durationMs,
  bakeMs: durationMs
});
var rollingSchema = external_exports.strictObject({
  kind: external_exports.literal("rolling"),
  batches: external_exports.number().int().min(1).max(100),
  settleMs: durationMs,
  bakeMs: durationMs
});
var recreateSchema = external_exports.strictObject({ kind: external_exports.literal("recreate"), bakeMs: durationMs });
var strategySchema = external_exports.discriminatedUnion("kind", [canarySchema, rollingSchema, recreateSchema]);
var rolloutLimitsSchema = external_exports.strictObject({
  readyTimeoutMs: external_exports.number().int().positive(),
  maxHoldMs: external_exports.number().int().positive(),
  leaseMs: external_exports.number().int().positive(),
  pollMs: external_exports.number().int().positive()
});

// src/slo/objective-schema.ts
var target = external_exports.number().gt(0).lt(1);
var objectiveSchema = external_exports.discriminatedUnion("kind", [
  external_exports.strictObject({ kind: external_exports.literal("availability"), target }),
  external_exports.strictObject({ kind: external_exports.literal("latency"), target, underMs: external_exports.number().positive() })
]);

// src/manifest/manifest.ts
var manifestPath = ".tidegate/delivery.json";
var name = external_exports.string().regex(/^[a-z][a-z0-9-]{0,38}$/, "expected lower-case letters, digits and dashes");
var variableName = external_exports.string().regex(/^[A-Z][A-Z0-9_]*$/, "expected an upper-case name");
var embeddedTargetSchema = external_exports.strictObject({
  kind: external_exports.literal("embedded"),
  /** Where users reach the service; 0 takes a free port and keeps it. */
  port: external_exports.number().int().min(0).max(65535),
  /** Instances an arm runs. */
  instances: external_exports.number().int().min(1).max(16),
  /** Environment of the service's processes. A value is text, or the URL of another service in the same environment. */
  env: external_exports.record(external_exports.string(), external_exports.union([external_exports.string(), external_exports.strictObject({ urlOf: name })])),
  /** Path that answers 2xx once an instance may serve. */
  healthPath: external_exports.string().startsWith("/"),
  /** How long a stopped instance may take to finish its requests. */
  drainMs: external_exports.number().int().min(0)
});
var targetSchema = external_exports.discriminatedUnion("kind", [embeddedTargetSchema]);
var metricsSchema = external_exports.discriminatedUnion("kind", [
  /** The target's own per-arm counters. */
  external_exports.strictObject({ kind: external_exports.literal("target") }),
  /** A page in the Prometheus text format with the same per-arm series. */
  external_exports.strictObject({ kind: external_exports.literal("prometheus-text"), url: external_exports.url() })
]);
var judgeSettingsSchema = external_exports.strictObject({
  /** Chance of taking back a release that is no worse than `riskRatio` × stable, over the whole rollout; 0..1. */
  alpha: external_exports.number().gt(0).lt(1),
  /** The candidate may have this many times stable's failure ratio before it counts as worse. */
  riskRatio: external_exports.number().min(1),
  /** A step needs this many requests on the candidate to pass. */
  minRequests: external_exports.number().int().min(1),
  /** A passing step must have been able to see a failure ratio of this many times the allowed one. */
  detectRatio: external_exports.number().gt(1)
});
var environmentSchema = external_exports.strictObject({
  name,
  target: targetSchema,
  strategy: strategySchema,
  limits: rolloutLimitsSchema,
  judge: judgeSettingsSchema,
  metrics: metricsSchema,
  /** Deployed by the deliver workflow without a human; otherwise by promote. */
  automatic: external_exports.boolean(),
  /** Users depend on it: GitHub Deployments say `production_environment`. */
  production: external_exports.boolean(),
  /** What a release becomes when it succeeded here: nothing new, a release candidate, or the release itself. */
  channel: external_exports.enum(["alpha", "rc", "stable"])
});
var channelSchema = external_exports.discriminatedUnion("kind", [
  external_exports.strictObject({
    kind: external_exports.literal("webhook"),
    name,
    /** Variable that holds the URL. */
    url: variableName,
    /** Variable that holds the key of the HMAC-SHA256 signature. */
    signingKey: variableName.optional(),
    progress: external_exports.boolean()
  }),
  external_exports.strictObject({
    kind: external_exports.literal("slack"),
    name,
    /** Variable that holds an incoming webhook URL; messages cannot be edited. */
    webhook: variableName.optional(),
    /** Variable that holds a bot token, and the channel's id; messages are edited in place. */
    token: variableName.optional(),
    channel: external_exports.string().optional(),
    progress: external_exports.boolean()
  })
]);
var serviceSchema = external_exports.strictObject({
  name,
  /** Folder of the service from the repository's root, `.` at the root; no trailing slash. */
  directory: external_exports.string(),
  /** Image without tag or digest, for example `ghcr.io/acme/info`. */
  image: external_exports.string(),
  /** Prefix of the git tags: `v`, or `info-v` for a service that is not at the root. */
  tagPrefix: external_exports.string(),
  objectives: external_exports.array(objectiveSchema),
  /** In the order of promotion. */
  environments: external_exports.array(environmentSchema).min(1),
  notify: external_exports.array(channelSchema)
});
var manifestSchema = external_exports.strictObject({
  schema: external_exports.literal(1),
  /** Version of tidegate that wrote it. */
  generator: external_exports.string(),
  services: external_exports.array(serviceSchema).min(1)
});

export {
  digestSchema,
  commitShaSchema,
  releaseSchema,
  assertNever,
  objectiveSchema,
  manifestPath,
  embeddedTargetSchema,
  manifestSchema
};
