import type { Objective } from "../slo/objective.ts";
import { type SeriesLayout, seriesNames } from "./series-layout.ts";

/** Key: label; value: what it must be. */
export type Selected = Readonly<Record<string, string>>;

/**
 * One selector for everything that is counted, so that requests, errors and durations of both arms are one moment's.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/basics/
 */
export function toSelector(layout: SeriesLayout, objectives: readonly Objective[], select: Selected): string {
  const { armLabel, armValues, unitMs } = layout;
  const limits = objectives.flatMap((objective) => (objective.kind === "latency" ? [objective.underMs / unitMs] : []));
  return [
    `{__name__=~${quote(anyOf(seriesNames(layout)))}`,
    `${armLabel}=~${quote(anyOf([armValues.stable, armValues.candidate]))}`,
    // Requests have no `le` at all, which is the empty text.
    `le=~${quote(`|${[...limits.map(limitPattern), "\\+Inf"].join("|")}`)}`,
    ...Object.entries(select).map(([label, value]) => `${label}=${quote(value)}`),
  ]
    .join(",")
    .concat("}");
}

/** Servers write the same limit as `1`, `1.0` or `0.50`. */
function limitPattern(limit: number): string {
  const text = escapeRegex(String(limit));
  return String(limit).includes(".") ? `${text}0*` : `${text}(\\.0+)?`;
}

function anyOf(values: readonly string[]): string {
  return values.map(escapeRegex).join("|");
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function quote(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
