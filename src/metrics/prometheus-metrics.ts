import { randomUUID } from "node:crypto";
import { UnavailableError } from "../errors/tidegate-error.ts";
import type { Clock, Metrics } from "../rollout/ports.ts";
import type { Counts, MetricsSample } from "../slo/counts.ts";
import type { IndicatorName, Objective } from "../slo/objective.ts";
import { ArmLedger } from "./arm-ledger.ts";
import type { TextReply } from "./http-text.ts";
import { type Credentials, MetricsSource, safeUrl } from "./metrics-source.ts";
import { parseMatrix, parseSeriesList, parseVector } from "./prometheus-reply.ts";
import { increaseQueries, type Selected, toSelector } from "./promql.ts";
import { seriesKey } from "./series.ts";
import { gateLayout, type SeriesLayout } from "./series-layout.ts";
import { toServed } from "./served-in.ts";

export interface PrometheusMetricsOptions {
  /** Of the server, without `/api/v1`. */
  readonly url: string;
  readonly objectives: readonly Objective[];
  readonly clock: Pick<Clock, "nowMs">;
  /** Labels that the series must have. */
  readonly select: Selected;
  /** How often the server collects, in milliseconds. */
  readonly scrapeMs: number;
  /** @default that of the embedded target */
  readonly layout?: SeriesLayout;
  readonly credentials?: Credentials | undefined;
  readonly ca?: string | undefined;
  /** How long an answer may take. @default 5000 */
  readonly timeoutMs?: number | undefined;
  /** How long an answer may be. @default 16 MiB */
  readonly maxBytes?: number | undefined;
}

/** Numbers that are older say nothing about now: two scrapes were missed. */
export const maxAgeMs = (scrapeMs: number): number => 2 * scrapeMs + 30_000;

/** How long an answer about weeks may take, at least. */
const historyMs = 30_000;
/** A series that was seen this long before the first look is not born after it. */
const rememberedMs = 60 * 60_000;
/** Above this, numbers would be taken for older or newer than they are. */
const maxSkewMs = 10_000;

/**
 * Counters in a server with the HTTP API of Prometheus. It is asked for raw numbers with the times they were collected
 * at, never for `increase` or `rate`: those guess what happened at the edges of a window, and a guess is no count.
 */
export class PrometheusMetrics implements Metrics {
  readonly #options: PrometheusMetricsOptions;
  readonly #source: MetricsSource;
  readonly #history: MetricsSource;
  readonly #ledger: ArmLedger;
  readonly #selector: string;
  readonly #what: string;

  constructor(options: PrometheusMetricsOptions) {
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

  async read(): Promise<MetricsSample> {
    if (this.#ledger.isEmpty) this.#ledger.know(await this.#seenBefore());
    const { scrapeMs } = this.#options;
    const windowMs = maxAgeMs(scrapeMs);
    const query = `${this.#selector}[${windowMs}ms]`;
    const raw = parseMatrix(await this.#ask("query", (time) => ({ query, time })), this.#what);
    if (raw.length > 0) return this.#ledger.take(raw);
    throw new UnavailableError(
      `${this.#what} has no number of the last ${windowMs / 1_000} s for ${this.#selector}. Check that it collects ` +
        "both arms, and that names and labels are those of the running service.",
    );
  }

  async servedIn(windowMs: number): Promise<Readonly<Record<IndicatorName, Counts>>> {
    const { objectives, select, layout = gateLayout } = this.#options;
    const queries = increaseQueries(layout, objectives, { select, windowMs });
    const sums = async (query: string) =>
      parseVector(await this.#ask("query", (time) => ({ query, time }), this.#history), this.#what);
    const requests = await sums(queries.requests);
    const buckets = queries.buckets === undefined ? [] : await sums(queries.buckets);
    return toServed({ requests, buckets }, objectives, layout);
  }

  async #seenBefore(): Promise<ReadonlySet<string>> {
    const parameters = (end: string) => ({
      "match[]": this.#selector,
      start: String(Number(end) - rememberedMs / 1_000),
      end,
    });
    return new Set(parseSeriesList(await this.#ask("series", parameters), this.#what).map(seriesKey));
  }

  /** @param parameters of the request, from the time now in seconds */
  async #ask(
    path: string,
    parameters: (time: string) => Readonly<Record<string, string>>,
    source = this.#source,
  ): Promise<TextReply> {
    const nowMs = this.#options.clock.nowMs();
    const url = new URL(this.#options.url);
    url.pathname = `${url.pathname.replace(/\/+$/, "")}/api/v1/${path}`;
    for (const [name, value] of Object.entries(parameters((nowMs / 1_000).toFixed(3)))) {
      url.searchParams.set(name, value);
    }
    const reply = await source.ask(url, this.#what);
    if (reply.status === 200) this.#checkClock(reply, nowMs);
    return reply;
  }

  /** The server's answer must have been made between asking and now; its `Date` has whole seconds. */
  #checkClock({ headers: { date } }: TextReply, askedAtMs: number): void {
    const serverMs = typeof date === "string" ? Date.parse(date) : Number.NaN;
    if (Number.isNaN(serverMs)) {
      throw new UnavailableError(`${this.#what} does not say what time it is there (no Date header).`);
    }
    const skewMs = Math.max(askedAtMs - 1_000 - serverMs, serverMs - this.#options.clock.nowMs(), 0);
    if (skewMs <= maxSkewMs) return;
    throw new UnavailableError(
      `${this.#what} and this machine disagree on the time by ${Math.round(skewMs / 1_000)} s. Set both clocks by a time server.`,
    );
  }
}
