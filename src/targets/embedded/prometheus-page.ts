import type { Arm } from "../../slo/counts.ts";
import type { ArmCounters } from "./arm-counters.ts";

/** The series of one arm and the version that it serves. */
export interface ArmSeries {
  readonly arm: Arm;
  readonly version: string;
  readonly counters: ArmCounters;
}

/** https://github.com/prometheus/docs/blob/main/docs/instrumenting/exposition_formats.md */
export const prometheusContentType = "text/plain; version=0.0.4; charset=utf-8";

/** All arms as one page in the Prometheus text format, read at one instant. */
export function toPrometheusPage(series: readonly ArmSeries[], candidatePercent: number): string {
  return [
    "# HELP tidegate_requests_total Requests served, by arm and status (502 also: no or half a reply; 499: client left).",
    "# TYPE tidegate_requests_total counter",
    ...series.flatMap(requestLines),
    "# HELP tidegate_request_duration_seconds Time from a request's arrival to the end of its reply.",
    "# TYPE tidegate_request_duration_seconds histogram",
    ...series.flatMap(durationLines),
    "# HELP tidegate_candidate_ratio Share of requests that is routed to the candidate, 0..1.",
    "# TYPE tidegate_candidate_ratio gauge",
    `tidegate_candidate_ratio ${candidatePercent / 100}`,
    "",
  ].join("\n");
}

function requestLines({ arm, version, counters }: ArmSeries): readonly string[] {
  return counters
    .byCode()
    .map(([code, count]) => `tidegate_requests_total{${labels(arm, version, counters)},code="${code}"} ${count}`);
}

function durationLines({ arm, version, counters }: ArmSeries): readonly string[] {
  const name = "tidegate_request_duration_seconds";
  const own = labels(arm, version, counters);
  return [
    ...counters.cumulative().map(([limitMs, count]) => `${name}_bucket{${own},le="${limitMs / 1_000}"} ${count}`),
    `${name}_bucket{${own},le="+Inf"} ${counters.requests}`,
    `${name}_sum{${own}} ${counters.durationSumMs / 1_000}`,
    `${name}_count{${own}} ${counters.requests}`,
  ];
}

function labels(arm: Arm, version: string, counters: ArmCounters): string {
  return `arm="${arm}",version="${escapeLabel(version)}",instance="${escapeLabel(counters.instance)}"`;
}

function escapeLabel(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}
