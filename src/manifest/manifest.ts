import { z } from "zod";
import { governanceSchema, irreversibleFromSchema } from "../rollout/governance/policy.ts";
import { rolloutLimitsSchema, strategySchema } from "../rollout/strategy.ts";
import { objectiveSchema } from "../slo/objective-schema.ts";
import { metricsSchema } from "./metrics-settings.ts";

/** Where the manifest lies in an adopting repository, from its root. */
export const manifestPath = ".tidegate/delivery.json";

const name = z.string().regex(/^[a-z][a-z0-9-]{0,38}$/, "expected lower-case letters, digits and dashes");
/** Name of a secret or an environment variable, never its value. */
const variableName = z.string().regex(/^[A-Z][A-Z0-9_]*$/, "expected an upper-case name");

/** Runs each arm as processes of this machine behind a small weighted proxy. */
export const embeddedTargetSchema = z.strictObject({
  kind: z.literal("embedded"),
  /** Where users reach the service; 0 takes a free port and keeps it. */
  port: z.number().int().min(0).max(65_535),
  /** Instances an arm runs. */
  instances: z.number().int().min(1).max(16),
  /** Environment of the service's processes. A value is text, or the URL of another service in the same environment. */
  env: z.record(z.string(), z.union([z.string(), z.strictObject({ urlOf: name })])),
  /** Path that answers 2xx once an instance may serve. */
  healthPath: z.string().startsWith("/"),
  /** How long a stopped instance may take to finish its requests. */
  drainMs: z.number().int().min(0),
});
export type EmbeddedTargetSettings = z.infer<typeof embeddedTargetSchema>;

export const targetSchema = z.discriminatedUnion("kind", [embeddedTargetSchema]);
export type TargetSettings = z.infer<typeof targetSchema>;

/** How the judge decides; see docs/architecture.md. */
export const judgeSettingsSchema = z.strictObject({
  /** Chance of taking back a release that is no worse than `riskRatio` × stable, over the whole rollout; 0..1. */
  alpha: z.number().gt(0).lt(1),
  /** The candidate may have this many times stable's failure ratio before it counts as worse. */
  riskRatio: z.number().min(1),
  /** A step needs this many requests on the candidate to pass. */
  minRequests: z.number().int().min(1),
  /** A passing step must have been able to see a failure ratio of this many times the allowed one. */
  detectRatio: z.number().gt(1),
});
export type JudgeSettings = z.infer<typeof judgeSettingsSchema>;

export const environmentSchema = z.strictObject({
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
  automatic: z.boolean(),
  /** Whom GitHub asks before a job enters the environment: `team:sre`, `user:kim`; absent when nobody. */
  approvers: z.array(z.string().min(1)).optional(),
  /** Users depend on it: GitHub Deployments say `production_environment`. */
  production: z.boolean(),
  /** What a release becomes when it succeeded here: nothing new, a release candidate, or the release itself. */
  channel: z.enum(["alpha", "rc", "stable"]),
});
export type EnvironmentSettings = z.infer<typeof environmentSchema>;

export const channelSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("webhook"),
    name,
    /** Variable that holds the URL. */
    url: variableName,
    /** Variable that holds the key of the HMAC-SHA256 signature. */
    signingKey: variableName.optional(),
    progress: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal("slack"),
    name,
    /** Variable that holds an incoming webhook URL; messages cannot be edited. */
    webhook: variableName.optional(),
    /** Variable that holds a bot token, and the channel's id; messages are edited in place. */
    token: variableName.optional(),
    channel: z.string().optional(),
    progress: z.boolean(),
  }),
]);
export type ChannelSettings = z.infer<typeof channelSchema>;

export const serviceSchema = z.strictObject({
  name,
  /** Folder of the service from the repository's root, `.` at the root; no trailing slash. */
  directory: z.string(),
  /** Image without tag or digest, for example `ghcr.io/acme/info`. */
  image: z.string(),
  /** Prefix of the git tags: `v`, or `info-v` for a service that is not at the root. */
  tagPrefix: z.string(),
  objectives: z.array(objectiveSchema),
  /** In the order of promotion. */
  environments: z.array(environmentSchema).min(1),
  notify: z.array(channelSchema),
});
export type ServiceSettings = z.infer<typeof serviceSchema>;

/** What blueprints hand to actions; both sides parse it with this schema. */
export const manifestSchema = z.strictObject({
  schema: z.literal(1),
  /** Version of tidegate that wrote it. */
  generator: z.string(),
  services: z.array(serviceSchema).min(1),
});
export type Manifest = z.infer<typeof manifestSchema>;
