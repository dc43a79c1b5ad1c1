import { UnavailableError } from "../errors/tidegate-error.ts";
import type { Clock, Metrics } from "../rollout/ports.ts";
import type { MetricsSample } from "../slo/counts.ts";
import type { Objective } from "../slo/objective.ts";
import { parsePrometheusText } from "./prometheus-text.ts";
import { toMetricsSample } from "./to-metrics-sample.ts";

export interface PrometheusTextMetricsOptions {
  /** Page with the same per-arm series as the gate's. */
  readonly url: string;
  readonly objectives: readonly Objective[];
  readonly clock: Pick<Clock, "nowMs">;
  /** How long the page may take. @default 5000 */
  readonly timeoutMs?: number;
}

const maxPageLength = 16 * 1024 * 1024;

/** Counters on a page in the Prometheus text format. */
export class PrometheusTextMetrics implements Metrics {
  readonly #options: PrometheusTextMetricsOptions;
  readonly #origin: string;

  constructor(options: PrometheusTextMetricsOptions) {
    this.#options = options;
    const { origin, pathname } = new URL(options.url);
    // Without user, password and query, which may be secret.
    this.#origin = `${origin}${pathname}`;
  }

  async read(): Promise<MetricsSample> {
    const page = await this.#fetchPage();
    const atMs = this.#options.clock.nowMs();
    return toMetricsSample(parsePrometheusText(page, this.#origin), this.#options.objectives, this.#origin, atMs);
  }

  async #fetchPage(): Promise<string> {
    const { url, timeoutMs = 5_000 } = this.#options;
    let status: number;
    let page: string;
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), headers: { accept: "text/plain" } });
      status = response.status;
      page = await response.text();
    } catch (cause) {
      const late = cause instanceof Error && cause.name === "TimeoutError";
      const why = late ? `did not answer within ${timeoutMs / 1_000} s` : "cannot be reached";
      throw new UnavailableError(`The metrics page ${this.#origin} ${why}. Check its URL in the manifest.`, { cause });
    }
    if (status === 200 && page.length <= maxPageLength) return page;
    const why = status === 200 ? `is longer than ${maxPageLength} characters` : `answered ${status}`;
    throw new UnavailableError(`The metrics page ${this.#origin} ${why}. Check its URL in the manifest.`);
  }
}
