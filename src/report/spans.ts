import type { Served, TracePoint } from "../rollout/trace-schema.ts";
import type { Arm, Counts } from "../slo/counts.ts";
import type { Span } from "./report.ts";

/** So many columns fit beside each other on a phone. */
const mostSpans = 40;

/**
 * What both arms served between the points of a trace, in at most 40 spans of about the same length. Points hold totals,
 * so a span is the difference of two.
 */
export function toSpans(points: readonly TracePoint[], indicator: string): Span[] {
  const counted = points.filter(({ served }) => served !== undefined);
  const [first, last] = [counted[0], counted.at(-1)];
  if (first === undefined || last === undefined || first === last) return [];
  const atLeastMs = (last.atMs - first.atMs) / mostSpans;
  const spans: Span[] = [];
  let from = first;
  for (const to of counted.slice(1)) {
    if (to.atMs - from.atMs < atLeastMs && to !== last) continue;
    spans.push({ fromMs: from.atMs, toMs: to.atMs, arms: between(from, to, indicator) });
    from = to;
  }
  return spans;
}

function between(from: TracePoint, to: TracePoint, indicator: string): Span["arms"] {
  const of = (arm: Arm): Counts => {
    const [before, after] = [totalOf(from.served?.[arm], indicator), totalOf(to.served?.[arm], indicator)];
    return {
      requests: Math.max(0, after.requests - before.requests),
      failures: Math.max(0, after.failures - before.failures),
    };
  };
  return { stable: of("stable"), candidate: of("candidate") };
}

/** The requests of an arm and those that were bad by this indicator. */
export function totalOf(served: Served | undefined, indicator: string): Counts {
  if (served === undefined) return { requests: 0, failures: 0 };
  return { requests: served.requests, failures: served.bad?.[indicator] ?? served.failures };
}
