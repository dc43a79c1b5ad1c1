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

/**
 * How much the service's own counters have grown in a window, over all processes and releases. Unlike a judge's look,
 * this is an estimate. `increase` sees when a counter begins again, and extends what it sees to the edges of the window;
 * but it lets a series grow from its first number only. The first error of a process is a new series, so what a series
 * was born with is added (its least number: where it has begun again since, a little less); where the server's memory does not reach back over the window, nobody knows which were born.
 *
 * The label of the arm is not looked at: outside of a rollout it need not say anything.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/functions/#increase
 */
export function increaseQueries(
  { users, unitMs }: SeriesLayout,
  objectives: readonly Objective[],
  { select, windowMs }: { readonly select: Selected; readonly windowMs: number },
): { readonly requests: string; readonly buckets: string | undefined } {
  const selected = Object.entries(select).map(([label, value]) => `${label}=${quote(value)}`);
  const limits = objectives.flatMap((objective) => (objective.kind === "latency" ? [objective.underMs / unitMs] : []));
  const { requestsName, bucketName, statusLabel } = users;
  const requests = grownBy(statusLabel, [`__name__=${quote(requestsName)}`, ...selected], windowMs);
  if (limits.length === 0 || bucketName === undefined) return { requests, buckets: undefined };
  const le = `le=~${quote([...limits.map(limitPattern), "\\+Inf"].join("|"))}`;
  return { requests, buckets: grownBy("le", [`__name__=${quote(bucketName)}`, le, ...selected], windowMs) };
}

function grownBy(label: string, matchers: readonly string[], windowMs: number): string {
  const series = `{${matchers.join(",")}}`;
  const before = `${series} offset ${windowMs}ms`;
  const born = `(min_over_time(${series}[${windowMs}ms]) unless ${before}) and on() count(${before})`;
  const named = (part: string, vector: string) => `label_replace(${vector},"_part","${part}","","")`;
  return `sum by (${label}) (${named("grown", `increase(${series}[${windowMs}ms])`)} or ${named("born", born)})`;
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
