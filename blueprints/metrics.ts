import { type Declaration, declare } from "./declaration.ts";

export type PrometheusTextDeclaration = Declaration<"prometheus-text", readonly [string]>;
export type MetricsDeclaration = PrometheusTextDeclaration;

/** A page in the Prometheus text format with the counters of both releases. */
export function prometheusText(url: string): PrometheusTextDeclaration {
  return declare("prometheus-text", [url]);
}
