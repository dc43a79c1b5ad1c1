import type { Arm } from "../../slo/counts.ts";
import type { ArmCounters } from "./arm-counters.ts";
import type { MirrorCounters } from "./mirror-counters.ts";

/** The series of one arm and the version that it serves. */
export interface ArmSeries {
  readonly arm: Arm;
  readonly version: string;
  readonly counters: ArmCounters;
  readonly mirrored: MirrorCounters;
  readonly probed: ArmCounters;
}

/** https://github.com/prometheus/docs/blob/main/docs/instrumenting/exposition_formats.md */
export const prometheusContentType = "text/plain; version=0.0.4; charset=utf-8";

/** All arms as one page in the Prometheus text format, read at one instant. */
export function toPrometheusPage(series: readonly ArmSeries[], candidatePercent: number): string {
  return [
    ...family(
      "tidegate_request",
      "Requests served, by arm and status (502 also: no or half a reply; 499: client left).",
      "Time from a request's arrival to the end of its reply.",
      series.map((of) => [of, of.counters]),
    ),
    ...family(
      "tidegate_probe",
      "The gate's own requests, by arm and status (502: no reply; 503: no instance was ready; 504: none in time).",
      "Time from a probe's sending to the end of its reply.",
      series.map((of) => [of, of.probed] as const).filter(([, { requests }]) => requests > 0),
    ),
    ...family(
      "tidegate_mirrored",
      "Copies of stable's requests, by the status that nobody saw.",
      "Time from a copy's sending to the end of its reply.",
      series.map((of) => [of, of.mirrored] as const).filter(([, { requests }]) => requests > 0),
    ),
    ...comparisonLines(series.filter(({ mirrored: { requests, dropped } }) => requests > 0 || dropped.length > 0)),
    "# HELP tidegate_candidate_ratio Share of requests that is routed to the candidate, 0..1.",
    "# TYPE tidegate_candidate_ratio gauge",
    `tidegate_candidate_ratio ${candidatePercent / 100}`,
    "",
  ].join("\n");
}

type Counted = readonly (readonly [of: ArmSeries, counters: ArmCounters])[];

/** Requests by status, and a histogram of their durations: `<prefix>s_total` and `<prefix>_duration_seconds`. */
function family(prefix: string, requestsHelp: string, durationHelp: string, counted: Counted): readonly string[] {
  if (counted.length === 0) return [];
  const requests = prefix === "tidegate_request" ? "tidegate_requests_total" : `${prefix}_requests_total`;
  const duration = `${prefix}_duration_seconds`;
  return [
    `# HELP ${requests} ${requestsHelp}`,
    `# TYPE ${requests} counter`,
    ...counted.flatMap(([of, counters]) => requestLines(requests, labels(of, counters), counters)),
    `# HELP ${duration} ${durationHelp}`,
    `# TYPE ${duration} histogram`,
    ...counted.flatMap(([of, counters]) => durationLines(duration, labels(of, counters), counters)),
  ];
}

function requestLines(name: string, own: string, counters: ArmCounters): readonly string[] {
  return counters.byCode().map(([code, count]) => `${name}{${own},code="${code}"} ${count}`);
}

function durationLines(name: string, own: string, counters: ArmCounters): readonly string[] {
  return [
    ...counters.cumulative().map(([limitMs, count]) => `${name}_bucket{${own},le="${limitMs / 1_000}"} ${count}`),
    `${name}_bucket{${own},le="+Inf"} ${counters.requests}`,
    `${name}_sum{${own}} ${counters.durationSumMs / 1_000}`,
    `${name}_count{${own}} ${counters.requests}`,
  ];
}

function comparisonLines(mirroring: readonly ArmSeries[]): readonly string[] {
  if (mirroring.length === 0) return [];
  const compared = mirroring.flatMap((of) => {
    const own = labels(of, of.mirrored);
    const { same, different } = of.mirrored;
    return [`{${own},result="same"} ${same}`, `{${own},result="different"} ${different}`];
  });
  const dropped = mirroring.flatMap((of) =>
    of.mirrored.dropped.map(([reason, count]) => `{${labels(of, of.mirrored)},reason="${reason}"} ${count}`),
  );
  return [
    "# HELP tidegate_mirror_comparisons_total Copies whose status was of the same hundred as the user's, or not.",
    "# TYPE tidegate_mirror_comparisons_total counter",
    ...compared.map((line) => `tidegate_mirror_comparisons_total${line}`),
    "# HELP tidegate_mirror_dropped_total Requests that were to be copied and were not, by why.",
    "# TYPE tidegate_mirror_dropped_total counter",
    ...dropped.map((line) => `tidegate_mirror_dropped_total${line}`),
  ];
}

function labels({ arm, version }: ArmSeries, { instance }: ArmCounters): string {
  return `arm="${arm}",version="${escapeLabel(version)}",instance="${escapeLabel(instance)}"`;
}

function escapeLabel(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}
