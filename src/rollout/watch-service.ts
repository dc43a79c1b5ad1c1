import { reasonOf } from "../errors/reason-of.ts";
import { UnavailableError } from "../errors/tidegate-error.ts";
import type { Counts } from "../slo/counts.ts";
import { type BurnAlert, firingAlerts, serviceAlerts } from "../slo/error-budget.ts";
import { type IndicatorName, indicatorOf } from "../slo/objective.ts";
import type { Verdict } from "../slo/verdict.ts";
import type { EnginePorts, RolloutRequest } from "./request.ts";
import { within } from "./within.ts";

/** What the multi-window alerts on the whole service say; `unknown` when nobody can tell, or could for a while. */
export interface ServiceState {
  readonly kind: "quiet" | "burning" | "unknown";
  readonly text: string;
}

/**
 * @param sinceMs since when the candidate has had all requests
 * @param limitMs how long the metrics may take
 */
export type WatchService = (sinceMs: number, limitMs: number) => Promise<ServiceState>;

const pages = serviceAlerts.filter(({ severity }) => severity === "page");
/** Nothing is known against it. */
export const quiet: ServiceState = { kind: "quiet", text: "" };
/** Windows of hours change slowly. */
const everyMs = 60_000;
/** As long as the judge does without new counters. */
const maxUnknownMs = 2 * everyMs;

/**
 * Watches the whole service during a bake. The judge's own windows are minutes; where there are few requests, only the
 * hours of these alerts show what burns. An alert is looked at once its short window lies within the bake: what burnt
 * before was not the candidate. Silent where the metrics remember nothing.
 */
export function createServiceWatch(
  { objectives }: Pick<RolloutRequest, "objectives">,
  { metrics, clock }: Pick<EnginePorts, "metrics" | "clock">,
): WatchService {
  let known = quiet;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let answeredAtMs = Number.NEGATIVE_INFINITY;

  return async (sinceMs, limitMs) => {
    const nowMs = clock.nowMs();
    const due = pages.filter(({ shortMs }) => nowMs - sinceMs >= shortMs);
    const servedIn = metrics.servedIn?.bind(metrics);
    if (servedIn === undefined || due.length === 0) return quiet;
    if (nowMs - askedAtMs < everyMs) return known;
    askedAtMs = nowMs;
    try {
      const windows = [...new Set(due.flatMap(({ longMs, shortMs }) => [longMs, shortMs]))];
      const read = Promise.all(windows.map(async (windowMs) => [windowMs, await servedIn(windowMs)] as const));
      const done = await within(read, { clock, untilMs: nowMs + limitMs });
      if (done === undefined) throw new UnavailableError(`the metrics gave no answer in ${limitMs / 1000} s`);
      known = stateOf(new Map(done.value), due, objectives);
      answeredAtMs = nowMs;
    } catch (error) {
      // A defect of an adapter too may hold a rollout up, and not end the one who would take it back.
      const text = `nobody can tell whether the service burns: ${reasonOf(error)}`;
      if (nowMs - answeredAtMs >= maxUnknownMs) known = { kind: "unknown", text };
    }
    return known;
  };
}

function stateOf(
  served: ReadonlyMap<number, Readonly<Record<IndicatorName, Counts>>>,
  due: readonly BurnAlert[],
  objectives: RolloutRequest["objectives"],
): ServiceState {
  const burning = objectives.flatMap((objective) => {
    const indicator = indicatorOf(objective);
    const [alert] = firingAlerts((windowMs) => served.get(windowMs)?.[indicator], objective, due);
    return alert === undefined ? [] : [`${indicator} burn the budget at more than ${alert.factor}× ${spanText(alert)}`];
  });
  return burning.length === 0 ? quiet : { kind: "burning", text: `the whole service: ${burning.join("; ")}` };
}

function spanText({ longMs, shortMs }: BurnAlert): string {
  return `over the last ${longMs / 3_600_000} h and over the last ${shortMs / 60_000} min`;
}

/** Nothing goes forward while the service burns; whose fault that is, the judge could not say, so nobody is blamed. */
export function withServiceState(verdict: Verdict, { kind, text }: ServiceState): Verdict {
  if (kind === "quiet" || (verdict.kind !== "pass" && verdict.kind !== "continue")) return verdict;
  const evidence = { ...verdict.evidence, summary: text };
  if (kind === "unknown") return { kind: "provider-error", message: text, evidence };
  return { kind: "inconclusive", reason: "shared-cause", evidence };
}
