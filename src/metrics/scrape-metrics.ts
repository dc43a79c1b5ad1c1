import { randomUUID } from "node:crypto";
import { UnavailableError } from "../errors/tidegate-error.ts";
import type { Clock, Metrics } from "../rollout/ports.ts";
import type { Arm, MetricsSample } from "../slo/counts.ts";
import type { Objective } from "../slo/objective.ts";
import { ArmLedger } from "./arm-ledger.ts";
import { type Credentials, MetricsSource, safeUrl } from "./metrics-source.ts";
import { parsePrometheusText, type Series } from "./prometheus-text.ts";
import { type RawSeries, seriesText } from "./series.ts";
import { gateLayout, type SeriesLayout, seriesNames } from "./series-layout.ts";

/** A page in the Prometheus text format. */
export interface ScrapedPage {
  readonly url: string;
  /** Whose counters these are, when the page does not say so itself: it is the service's own, not a proxy's. */
  readonly arm?: Arm | undefined;
}

export interface ScrapeMetricsOptions {
  readonly pages: readonly ScrapedPage[];
  readonly objectives: readonly Objective[];
  readonly clock: Pick<Clock, "nowMs">;
  /** @default that of the embedded target */
  readonly layout?: SeriesLayout;
  readonly credentials?: Credentials | undefined;
  readonly ca?: string | undefined;
  /** How long a page may take. @default 5000 */
  readonly timeoutMs?: number | undefined;
  /** How long an answer may be. @default 16 MiB */
  readonly maxBytes?: number | undefined;
}

interface Asked extends ScrapedPage {
  readonly source: MetricsSource;
}

/** Pages that were made longer ago say nothing about now. */
const maxAgeMs = 60_000;
const maxAheadMs = 10_000;

/** Counters straight from a proxy or from the service's processes. All pages must answer. */
export class ScrapeMetrics implements Metrics {
  readonly #layout: SeriesLayout;
  readonly #clock: Pick<Clock, "nowMs">;
  readonly #pages: readonly Asked[];
  readonly #ledger: ArmLedger;

  constructor({ pages, objectives, layout = gateLayout, ...source }: ScrapeMetricsOptions) {
    this.#layout = layout;
    this.#clock = source.clock;
    this.#pages = pages.map((page) => ({
      ...page,
      source: new MetricsSource({ ...source, accept: "text/plain;version=0.0.4" }),
    }));
    const origin = pages.map(({ url }) => safeUrl(new URL(url))).join(" and ");
    this.#ledger = new ArmLedger({ objectives, layout, origin, id: randomUUID() });
  }

  async read(): Promise<MetricsSample> {
    const pages = await Promise.all(this.#pages.map((page) => this.#readPage(page)));
    const atMs = this.#clock.nowMs();
    const sample = this.#ledger.take(pages.flat());
    // An arm that has served nothing is not on the page; the page was read all the same.
    return Number.isFinite(sample.atMs) ? sample : { ...sample, atMs };
  }

  async #readPage({ url, arm, source }: Asked): Promise<readonly RawSeries[]> {
    const page = safeUrl(new URL(url));
    const what = `The metrics page ${page}`;
    const { status, headers, text } = await source.ask(new URL(url), what);
    if (status !== 200) throw new UnavailableError(`${what} answered ${status}. Check its URL and the credentials.`);
    if (Number(headers.age ?? 0) * 1_000 > maxAgeMs) {
      throw new UnavailableError(`${what} is a copy of ${String(headers.age)} s ago. Ask where it is not cached.`);
    }
    const names = seriesNames(this.#layout);
    const nowMs = this.#clock.nowMs();
    return parsePrometheusText(text, page)
      .filter(({ name }) => names.includes(name))
      .map((series) => this.#toRaw(series, { page, arm, nowMs }));
  }

  #toRaw(series: Series, { page, arm, nowMs }: { page: string; arm: Arm | undefined; nowMs: number }): RawSeries {
    const { name, value, atMs = nowMs } = series;
    const { armLabel, armValues } = this.#layout;
    const ageMs = nowMs - atMs;
    if (ageMs > maxAgeMs || ageMs < -maxAheadMs) {
      const when = ageMs > 0 ? `${Math.round(ageMs / 1_000)} s old` : `${Math.round(-ageMs / 1_000)} s in the future`;
      throw new UnavailableError(`${seriesText(series)} on ${page} is ${when}. Check who writes it, and both clocks.`);
    }
    const ofArm = arm === undefined ? {} : { [armLabel]: armValues[arm] };
    return { name, labels: { ...series.labels, ...ofArm, tidegate_page: page }, samples: [{ atMs, value }] };
  }
}
