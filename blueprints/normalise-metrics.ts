import { assertNever } from "../src/errors/assert-never.ts";
import type { MetricsSettings } from "../src/manifest/metrics-settings.ts";
import type { ParsedMetrics } from "./schema/metrics-schema.ts";

type HttpOptions = Extract<ParsedMetrics, { kind: "prometheus" }>["args"][0];
type ScrapeOptions = Extract<ParsedMetrics, { kind: "scrape" }>["args"][0];
type HttpSettings = Extract<MetricsSettings, { kind: "prometheus" }>;

const defaultTimeoutMs = 5_000;

/** The target counts for itself unless something else is declared. */
export function toMetrics(declared: ParsedMetrics | undefined): MetricsSettings {
  if (declared === undefined) return { kind: "target" };
  switch (declared.kind) {
    case "prometheus": {
      const [options] = declared.args;
      const { url, select = {}, scrape: scrapeMs = 15_000 } = options;
      return { kind: "prometheus", url, select, scrapeMs, ...toShared(options) };
    }
    case "scrape": {
      const [options] = declared.args;
      return { kind: "scrape", pages: toPages(options), ...toShared(options) };
    }
    case "command": {
      const [argv, { secrets = [], timeout: timeoutMs = defaultTimeoutMs }] = declared.args;
      return { kind: "command", argv, env: secrets, timeoutMs };
    }
    default:
      return assertNever(declared);
  }
}

function toPages({ url, stable = [], candidate = [] }: ScrapeOptions) {
  return [
    ...(url === undefined ? [] : [{ url }]),
    ...stable.map((page) => ({ url: page, arm: "stable" as const })),
    ...candidate.map((page) => ({ url: page, arm: "candidate" as const })),
  ];
}

type Shared = Pick<HttpSettings, "series" | "auth" | "ca" | "timeoutMs">;

function toShared({
  series,
  auth,
  ca,
  timeout = defaultTimeoutMs,
}: Pick<HttpOptions, "series" | "auth" | "ca" | "timeout">): Shared {
  return {
    ...(series === undefined ? {} : { series: toSeries(series) }),
    ...(auth === undefined ? {} : { auth: toAuth(auth) }),
    ...(ca === undefined ? {} : { ca }),
    timeoutMs: timeout,
  };
}

function toSeries({ requests, durations, durationUnit = "seconds", arm, failed }: NonNullable<HttpOptions["series"]>) {
  const { label: armLabel, stable, candidate } = arm ?? { label: "arm", stable: "stable", candidate: "candidate" };
  const { label: statusLabel, values } = failed ?? { label: "code", values: "5.." };
  const names = { requests, ...(durations === undefined ? {} : { durations }), durationUnit };
  return { ...names, armLabel, stable, candidate, statusLabel, failed: values };
}

function toAuth(auth: NonNullable<HttpOptions["auth"]>): NonNullable<HttpSettings["auth"]> {
  return "bearer" in auth ? { kind: "bearer", token: auth.bearer } : { kind: "basic", ...auth.basic };
}
