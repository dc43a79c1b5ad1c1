import { UnavailableError } from "../errors/tidegate-error.ts";
import type { Arm, MetricsSample } from "../slo/counts.ts";
import type { Objective } from "../slo/objective.ts";
import type { Series } from "./prometheus-text.ts";
import { type RawSeries, seriesText } from "./series.ts";
import { findArm, type SeriesLayout } from "./series-layout.ts";
import { ledgerSeries, type SeriesLedger, takeLook } from "./series-ledger.ts";
import { toMetricsSample } from "./to-metrics-sample.ts";

export interface ArmLedgerOptions {
  readonly objectives: readonly Objective[];
  readonly layout: SeriesLayout;
  /** Where the counters come from, for messages. */
  readonly origin: string;
  /** Names this ledger: whoever reads on in another process begins again at zero, and the judge must know. */
  readonly id: string;
}

/** The counters of both arms since the first look, each series followed by itself. */
export class ArmLedger {
  readonly #options: ArmLedgerOptions;
  #series: SeriesLedger | undefined;
  #known: ReadonlySet<string> = new Set();

  constructor(options: ArmLedgerOptions) {
    this.#options = options;
  }

  /** Whether the next look is the first. */
  get isEmpty(): boolean {
    return this.#series === undefined;
  }

  /** Series that existed before the first look, which need not show them. */
  know(keys: ReadonlySet<string>): void {
    this.#known = keys;
  }

  /**
   * The sample is as old as the older arm's newest number, so that both arms are counted over the same span.
   *
   * @throws UnavailableError when the numbers make no sense; what was counted before then stays as it was
   */
  take(raw: readonly RawSeries[]): MetricsSample {
    const { layout, origin, objectives, id } = this.#options;
    const own = raw.filter(({ labels }) => findArm(layout, labels) !== undefined);
    refuseDoubles(own);
    // What is gone keeps its place in the ledger, so it is the page itself that must be complete.
    toMetricsSample(own.map(latest), { objectives, origin, atMs: 0, layout, instance: id });
    const next = takeLook(this.#series, { raw: own, known: this.#known });
    const newest = newestByArm(own, layout);
    const series = ledgerSeries(next).filter(({ labels }) => {
      const arm = findArm(layout, labels);
      return arm !== undefined && newest.has(arm);
    });
    const atMs = Math.min(...newest.values());
    const sample = toMetricsSample(series, { objectives, origin, atMs, layout, instance: id });
    this.#series = next;
    return sample;
  }
}

function latest({ name, labels, samples }: RawSeries): Series {
  return { name, labels, value: samples.at(-1)?.value ?? Number.NaN };
}

function newestByArm(raw: readonly RawSeries[], layout: SeriesLayout): ReadonlyMap<Arm, number> {
  const newest = new Map<Arm, number>();
  for (const { labels, samples } of raw) {
    const arm = findArm(layout, labels);
    if (arm === undefined) continue;
    newest.set(arm, Math.max(newest.get(arm) ?? Number.NEGATIVE_INFINITY, samples.at(-1)?.atMs ?? 0));
  }
  return newest;
}

/** Labels that tell where a number was collected, not who counted. */
const collectorLabels = ["job", "replica", "prometheus", "prometheus_replica", "__replica__"];

/** The same process collected twice would count every request twice. */
function refuseDoubles(raw: readonly RawSeries[]): void {
  const seen = new Map<string, RawSeries>();
  for (const series of raw) {
    const labels = Object.entries(series.labels).filter(([name]) => !collectorLabels.includes(name));
    if (series.labels.instance === undefined) continue;
    const key = JSON.stringify([series.name, labels.sort(([a], [b]) => (a < b ? -1 : 1))]);
    const other = seen.get(key);
    if (other !== undefined) {
      throw new UnavailableError(
        `${seriesText(series)} and ${seriesText(other)} count the same requests. Select one of them.`,
      );
    }
    seen.set(key, series);
  }
}
