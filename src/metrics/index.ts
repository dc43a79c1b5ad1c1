export { PrometheusTextMetrics, type PrometheusTextMetricsOptions } from "./prometheus-text-metrics.ts";
export { type CountingTarget, TargetMetrics } from "./target-metrics.ts";
