import { burnRate } from "./burn-rate.ts";
import type { Counts } from "./counts.ts";
import type { Objective } from "./objective.ts";

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

/**
 * The alerts that fire.
 *
 * @param servedIn what the whole service served in the last so many milliseconds; `undefined` when nobody knows
 */
export function firingAlerts(
  servedIn: (windowMs: number) => Counts | undefined,
  objective: Objective,
): readonly BurnAlert[] {
  const burns = (windowMs: number, factor: number) => {
    const served = servedIn(windowMs);
    return served !== undefined && (burnRate(served, objective) ?? 0) > factor;
  };
  return serviceAlerts.filter(({ factor, longMs, shortMs }) => burns(longMs, factor) && burns(shortMs, factor));
}

/** Whether a rollout may begin, as far as the budget goes. */
export type BudgetDecision =
  | { readonly kind: "allowed"; readonly text: string }
  | { readonly kind: "refused"; readonly text: string };

/**
 * Nothing new while the budget is gone, but fixes: what brings the service back is never held up. A budget that nobody
 * can tell counts as gone.
 */
export function budgetPolicy(options: {
  readonly budget: ErrorBudget | undefined;
  /** The release is a fix or goes back to an earlier one. */
  readonly isFix: boolean;
  /** Part of the budget that has to be left. @default 0 */
  readonly minRemaining?: number;
}): BudgetDecision {
  const { budget, isFix, minRemaining = 0 } = options;
  const state = budgetText(budget);
  if (budget !== undefined && budget.remaining > minRemaining) return { kind: "allowed", text: state };
  if (isFix) return { kind: "allowed", text: `${state}; a fix may go ahead` };
  return { kind: "refused", text: `${state}; only fixes may be rolled out until it has recovered` };
}

function budgetText(budget: ErrorBudget | undefined): string {
  if (budget === undefined) return "nobody can tell what is left of the error budget: no requests are counted";
  const { remaining, spent, allowed } = budget;
  const left =
    remaining > 0 ? `${(100 * remaining).toFixed(1)} % of the error budget is left` : "the error budget is gone";
  return `${left} (${spent.toLocaleString("en-US")} of ${Math.floor(allowed).toLocaleString("en-US")} bad requests)`;
}
