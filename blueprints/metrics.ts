import { type Declaration, declare } from "./declaration.ts";
import type { Duration } from "./duration.ts";

/** Names of the series that count a service's requests. */
export interface SeriesOptions {
  /** Counter of requests, such as `http_requests_total`. */
  readonly requests: string;
  /**
   * Histogram of durations, without `_bucket`, such as `http_request_duration_seconds`. An objective for latency needs
   * it, with a bucket that ends exactly at the objective's `under`.
   *
   * @default none
   */
  readonly durations?: string;
  /**
   * Unit of the histogram.
   *
   * @default "seconds"
   */
  readonly durationUnit?: "seconds" | "milliseconds";
  /**
   * The label that tells the releases apart, and its values.
   *
   * @default { label: "arm", stable: "stable", candidate: "candidate" }
   */
  readonly arm?: { readonly label: string; readonly stable: string; readonly candidate: string };
  /**
   * The label of a request's outcome, and a regular expression for those that are failures.
   *
   * @default { label: "code", values: "5.." }
   */
  readonly failed?: { readonly label: string; readonly values: string };
}

/** Names of secrets, never their values. */
export type MetricsAuth =
  | { readonly bearer: string }
  | { readonly basic: { readonly username: string; readonly password: string } };

interface HttpOptions {
  /**
   * How the service's series are named.
   *
   * @default those of the embedded target's proxy
   */
  readonly series?: SeriesOptions;
  /**
   * Names of the secrets with which to log in; `{ bearer: "…" }`, or `{ basic: { username: "…", password: "…" } }`.
   *
   * @default nobody asks
   */
  readonly auth?: MetricsAuth;
  /**
   * Name of the secret that holds the PEM of the authority that signed the server's certificate.
   *
   * @default the authorities that Node knows
   */
  readonly ca?: string;
  /**
   * How long an answer may take.
   *
   * @default "5s"
   */
  readonly timeout?: Duration;
}

export interface PrometheusOptions extends HttpOptions {
  /** URL of the server, without `/api/v1`. */
  readonly url: string;
  /**
   * Labels that the series must have, such as `{ namespace: "production", service: "info" }`.
   *
   * @default none
   */
  readonly select?: Readonly<Record<string, string>>;
  /**
   * How often the server collects from the service, at most every 30 s.
   *
   * @default "15s"
   */
  readonly scrape?: Duration;
}

/** A proxy's page, which says whose counters are whose. */
export interface ScrapeProxyOptions extends HttpOptions {
  readonly url: string;
}

/** The pages of the service's own processes. */
export interface ScrapeServiceOptions extends HttpOptions {
  readonly stable: readonly string[];
  readonly candidate: readonly string[];
}

export type ScrapeOptions = ScrapeProxyOptions | ScrapeServiceOptions;

export interface CommandMetricsOptions {
  /**
   * Names of secrets that the program finds in its environment.
   *
   * @default none
   */
  readonly secrets?: readonly string[];
  /**
   * How long it may take; then it is killed with its children.
   *
   * @default "5s"
   */
  readonly timeout?: Duration;
}

export type PrometheusDeclaration = Declaration<"prometheus", readonly [PrometheusOptions]>;
export type ScrapeDeclaration = Declaration<"scrape", readonly [ScrapeOptions]>;
export type CommandDeclaration = Declaration<
  "command",
  readonly [readonly [string, ...string[]], CommandMetricsOptions]
>;
export type MetricsDeclaration = PrometheusDeclaration | ScrapeDeclaration | CommandDeclaration;

/**
 * Counters in a server with the HTTP API of Prometheus: Prometheus, Thanos, Mimir, VictoriaMetrics. See docs/metrics.md.
 *
 * @example prometheus({ url: "https://prometheus.example.com", select: { service: "info" } })
 */
export function prometheus(options: PrometheusOptions): PrometheusDeclaration {
  return declare("prometheus", [options]);
}

/**
 * Counters on pages in the Prometheus text format, straight from a proxy or from the service.
 *
 * @example scrape({ url: "http://127.0.0.1:9100/metrics" })
 */
export function scrape(options: ScrapeOptions): ScrapeDeclaration {
  return declare("scrape", [options]);
}

/**
 * Counters that a program prints as JSON. No shell reads the arguments.
 *
 * @example command(["node", "tools/counters.mjs"], { secrets: ["DATADOG_KEY"] })
 */
export function command(argv: readonly [string, ...string[]], options: CommandMetricsOptions = {}): CommandDeclaration {
  return declare("command", [argv, options]);
}
