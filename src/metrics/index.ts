export { CommandMetrics, type CommandMetricsOptions } from "./command-metrics.ts";
export type { Credentials } from "./metrics-source.ts";
export { PrometheusMetrics, type PrometheusMetricsOptions } from "./prometheus-metrics.ts";
export { ScrapeMetrics, type ScrapeMetricsOptions } from "./scrape-metrics.ts";
export { type SeriesSettings, toSeriesLayout } from "./series-layout.ts";
export { type CountingTarget, TargetMetrics } from "./target-metrics.ts";
