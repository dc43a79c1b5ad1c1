import { z } from "zod";

/** Name of a secret or an environment variable, never its value. */
const variableName = z.string().regex(/^[A-Z][A-Z0-9_]*$/, "expected an upper-case name");
const labelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, "expected a label's name");
const metricName = z.string().regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, "expected a metric's name");
const timeoutMs = z.number().int().min(100).max(60_000);

/** What a metrics URL must be; the message is for manifests and for declarations. */
export function metricsUrlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return "must be an http or https URL";
  const { protocol, username, password } = new URL(text);
  if (protocol !== "http:" && protocol !== "https:") return "must be an http or https URL";
  if (username !== "" || password !== "") return "must not hold a user or password; name secrets in `auth`";
  return undefined;
}

/** A password over plain http is everybody's; this machine's own addresses are nobody else's. */
export function isPrivateUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

export function isRegex(text: string): boolean {
  try {
    return new RegExp(`^(?:${text})$`) instanceof RegExp;
  } catch {
    return false;
  }
}

const url = z.string().superRefine((text, context) => {
  const problem = metricsUrlProblem(text);
  if (problem !== undefined) context.addIssue(problem);
});

/** A team's own names for what is counted. */
export const seriesSettingsSchema = z.strictObject({
  /** Counter of requests. */
  requests: metricName,
  /** Histogram of durations, without `_bucket`. */
  durations: metricName.optional(),
  durationUnit: z.enum(["seconds", "milliseconds"]),
  /** Label that tells the arms apart, and its two values. */
  armLabel: labelName,
  stable: z.string().min(1),
  candidate: z.string().min(1),
  /** Label of the outcome, and a regular expression for the outcomes that are failures. */
  statusLabel: labelName,
  failed: z.string().refine(isRegex, "expected a regular expression"),
});

const authSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("bearer"), token: variableName }),
  z.strictObject({ kind: z.literal("basic"), username: variableName, password: variableName }),
]);

const shared = {
  series: seriesSettingsSchema.optional(),
  /** Variables that hold the credentials. */
  auth: authSchema.optional(),
  /** Variable that holds the PEM of the certificate's authority. */
  ca: variableName.optional(),
  timeoutMs,
};
const needsTls = "sends credentials over plain http; use https";

/** Where the judge's counters come from. */
export const metricsSchema = z.discriminatedUnion("kind", [
  /** The target's own per-arm counters. */
  z.strictObject({ kind: z.literal("target") }),
  /** Pages in the Prometheus text format; with an arm, all of a page is that arm's. */
  z
    .strictObject({
      kind: z.literal("scrape"),
      pages: z.array(z.strictObject({ url, arm: z.enum(["stable", "candidate"]).optional() })).min(1),
      ...shared,
    })
    .refine(({ pages, auth }) => auth === undefined || pages.every((page) => isPrivateUrl(page.url)), needsTls),
  /** A server with the HTTP API of Prometheus. */
  z
    .strictObject({
      kind: z.literal("prometheus"),
      url,
      /** Key: label that the series must have; value: its value. */
      select: z.record(labelName, z.string()),
      /** How often the server collects. */
      scrapeMs: z.number().int().min(1_000).max(30_000),
      ...shared,
    })
    .refine(({ url, auth }) => auth === undefined || isPrivateUrl(url), needsTls),
  /** A program that prints the counters as JSON. */
  z.strictObject({
    kind: z.literal("command"),
    argv: z.tuple([z.string().min(1)], z.string()),
    /** Variables that the program gets. */
    env: z.array(variableName),
    timeoutMs,
  }),
]);
export type MetricsSettings = z.infer<typeof metricsSchema>;

/** Names of the secrets that the metrics need. */
export function metricsSecrets(settings: MetricsSettings): readonly string[] {
  if (settings.kind === "target") return [];
  if (settings.kind === "command") return settings.env;
  const { auth, ca } = settings;
  const own = auth === undefined ? [] : auth.kind === "bearer" ? [auth.token] : [auth.username, auth.password];
  return ca === undefined ? own : [...own, ca];
}
