import { burnRate } from "./burn-rate.ts";
import type { Counts } from "./counts.ts";
import { type IndicatorName, indicatorOf, type Objective, type Ratio } from "./objective.ts";

/** What is left of a period's error budget. */
export interface ErrorBudget {
  /** Bad requests that the objective allows for what was served in the period; not whole. */
  readonly allowed: number;
  readonly spent: number;
  /** Part of the budget that is left, at most 1; below 0 when the objective is broken. */
  readonly remaining: number;
}

/** Undefined without requests: an unused budget cannot be told from metrics that are lost. */
export function errorBudget(served: Counts, objective: Objective): ErrorBudget | undefined {
  if (served.requests === 0) return undefined;
  const allowed = served.requests * (1 - objective.target);
  return { allowed, spent: served.failures, remaining: 1 - served.failures / allowed };
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** One alert on the burn of a whole service: it fires while both windows burn faster than `factor`. */
export interface BurnAlert {
  readonly severity: "page" | "ticket";
  readonly factor: number;
  readonly longMs: number;
  readonly shortMs: number;
}

/**
 * The four alerts of the SRE workbook for a period of 30 days: 2 % of the budget in an hour, 5 % in six hours, 10 % in
 * a day, 10 % in three days.
 *
 * @see https://sre.google/workbook/alerting-on-slos/
 */
export const serviceAlerts: readonly BurnAlert[] = [
  { severity: "page", factor: 14.4, longMs: hour, shortMs: 5 * minute },
  { severity: "page", factor: 6, longMs: 6 * hour, shortMs: 30 * minute },
  { severity: "ticket", factor: 3, longMs: day, shortMs: 2 * hour },
  { severity: "ticket", factor: 1, longMs: 3 * day, shortMs: 6 * hour },
];

/** Fewer bad requests than this in a window are chance, whatever the rate. */
const minFailures = 3;

/**
 * The alerts that fire.
 *
 * @param servedIn what the whole service served in the last so many milliseconds; `undefined` when nobody knows
 */
export function firingAlerts(
  servedIn: (windowMs: number) => Counts | undefined,
  objective: Objective,
  alerts: readonly BurnAlert[] = serviceAlerts,
): readonly BurnAlert[] {
  const burns = (windowMs: number, factor: number) => {
    const served = servedIn(windowMs);
    return served !== undefined && served.failures >= minFailures && (burnRate(served, objective) ?? 0) > factor;
  };
  return alerts.filter(({ factor, longMs, shortMs }) => burns(longMs, factor) && burns(shortMs, factor));
}

/** 1 − 0.999 is not quite 0.001. */
const rounding = 1e-9;

/** Whether a release that is no fix may be rolled out, as far as the budgets go. `unknown`: nobody can tell. */
export interface BudgetStanding {
  readonly kind: "left" | "spent" | "unknown";
  /** The numbers, of the objective that stands worst; no full stop. */
  readonly text: string;
}

/**
 * Each objective has a budget of its own, and the one of which the least is left decides. What cannot be told decides
 * too: numbers that are lost must not look like a good month.
 *
 * @param served key: indicator; what the whole service served in the period
 * @param minRemaining part of each budget that more has to be left than, 0..1
 */
export function budgetStanding(
  objectives: readonly Objective[],
  served: Readonly<Record<IndicatorName, Counts>>,
  minRemaining: Ratio,
): BudgetStanding {
  const budgets = objectives.map((objective) => {
    const indicator = indicatorOf(objective);
    const counts = served[indicator];
    return { indicator, budget: counts === undefined ? undefined : errorBudget(counts, objective) };
  });
  const lost = budgets.find(({ budget }) => !Number.isFinite(budget?.remaining));
  if (lost !== undefined) return { kind: "unknown", text: `${lost.indicator}: no requests are counted` };
  const known = budgets.flatMap(({ indicator, budget }) => (budget === undefined ? [] : [{ indicator, budget }]));
  const [first, ...others] = known;
  if (first === undefined) return { kind: "unknown", text: "there is no objective that could have a budget" };
  const worst = others.reduce((a, b) => (b.budget.remaining < a.budget.remaining ? b : a), first);
  const isEnough = worst.budget.remaining > minRemaining + rounding;
  return { kind: isEnough ? "left" : "spent", text: `${worst.indicator}: ${budgetText(worst.budget, minRemaining)}` };
}

function budgetText({ remaining, spent, allowed }: ErrorBudget, minRemaining: Ratio): string {
  const left = `${percentText(remaining)} of the error budget is left`;
  const isShort = remaining > rounding && remaining <= minRemaining + rounding;
  const state = remaining <= rounding ? "the error budget is gone" : left;
  const needed = isShort ? `, more than ${percentText(minRemaining)} is needed` : "";
  return `${state}${needed} (${wholeText(spent)} bad requests, ${wholeText(allowed)} allowed)`;
}

/** To a tenth of a percent, and never up: 9.96 % is not 10 %. */
function percentText(ratio: Ratio): string {
  return `${Math.floor(ratio * 1_000 + rounding) / 10} %`;
}

function wholeText(count: number): string {
  return Math.floor(count + rounding).toLocaleString("en-US");
}
