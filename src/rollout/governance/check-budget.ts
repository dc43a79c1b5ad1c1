import { TidegateError, UnavailableError } from "../../errors/tidegate-error.ts";
import { type BudgetStanding, budgetStanding } from "../../slo/error-budget.ts";
import type { Objective } from "../../slo/objective.ts";
import type { Clock, Metrics } from "../ports.ts";
import { within } from "../within.ts";
import { dayMs, type ErrorBudgetRules, hourMs } from "./error-budget-rules.ts";

/** What the budgets say about beginning now. */
export interface BudgetCheck extends BudgetStanding {
  /** When enough is left again if nothing more fails, to a thirtieth of the window; absent: not known. */
  readonly recoversAtMs?: number;
}

export interface BudgetPorts {
  readonly metrics: Pick<Metrics, "servedIn">;
  readonly clock: Clock;
}

/** A month of numbers takes a server longer than a look does. */
const answerLimitMs = 60_000;

function readerOf({ metrics, clock }: BudgetPorts): Metrics["servedIn"] {
  const ask = metrics.servedIn?.bind(metrics);
  if (ask === undefined) return undefined;
  return async (windowMs) => {
    const done = await within(ask(windowMs), { clock, untilMs: clock.nowMs() + answerLimitMs });
    if (done !== undefined) return done.value;
    throw new UnavailableError(`the metrics gave no answer in ${answerLimitMs / 1_000} s`);
  };
}

/** Asks the metrics once for the window and, when the budget is spent, a few times more for when it is back. */
export async function checkBudget(
  { windowMs, minRemaining }: ErrorBudgetRules,
  objectives: readonly Objective[],
  { metrics, clock }: BudgetPorts,
): Promise<BudgetCheck> {
  const nowMs = clock.nowMs();
  const servedIn = readerOf({ metrics, clock });
  if (servedIn === undefined) {
    return { kind: "unknown", text: "these metrics do not remember what was served; only prometheus does" };
  }
  try {
    const served = await servedIn(windowMs);
    const standing = budgetStanding(objectives, served, minRemaining);
    const text = `${standing.text} in the last ${windowText(windowMs)}`;
    if (standing.kind !== "spent") return { ...standing, text };
    const recoversAtMs = await findRecovery(windowMs, nowMs, async (leftMs) => {
      const recent = await servedIn(leftMs);
      // What was served stays as much as it was; only what failed long ago is forgotten.
      const later = Object.entries(served).map(([name, { requests }]) => {
        return [name, { requests, failures: recent[name]?.failures ?? Number.NaN }] as const;
      });
      return budgetStanding(objectives, Object.fromEntries(later), minRemaining).kind === "left";
    });
    return { ...standing, text, ...(recoversAtMs === undefined ? {} : { recoversAtMs }) };
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
    return { kind: "unknown", text: error.message.replace(/\.$/, "") };
  }
}

const halvings = 5;

/** @param isLeftAfter whether enough would be left once only this much of the window still counts */
async function findRecovery(
  windowMs: number,
  nowMs: number,
  isLeftAfter: (leftMs: number) => Promise<boolean>,
): Promise<number | undefined> {
  let spentMs = 0;
  let backMs = windowMs;
  try {
    for (let halving = 0; halving < halvings; halving += 1) {
      const middleMs = Math.round((spentMs + backMs) / 2);
      if (await isLeftAfter(windowMs - middleMs)) backMs = middleMs;
      else spentMs = middleMs;
    }
  } catch (error) {
    // That it is spent is known; when it is back is a courtesy.
    if (error instanceof TidegateError) return undefined;
    throw error;
  }
  return nowMs + backMs;
}

function windowText(windowMs: number): string {
  const [size, unit] = windowMs % dayMs === 0 ? [dayMs, "days"] : [hourMs, "hours"];
  return `${Math.round((10 * windowMs) / size) / 10} ${unit}`;
}

/** Why nothing may begin; `undefined` when it may. */
export function budgetRefusal(check: BudgetCheck, { allowUnknown }: ErrorBudgetRules): string | undefined {
  if (check.kind === "left" || (check.kind === "unknown" && allowUnknown !== undefined)) return undefined;
  const { recoversAtMs } = check;
  const state = check.kind === "spent" ? check.text : `Nobody can tell what is left of the error budget: ${check.text}`;
  const back =
    recoversAtMs === undefined
      ? ""
      : ` If nothing more fails, enough is left again on ${new Date(recoversAtMs).toISOString().slice(0, 16)}Z.`;
  const cure = check.kind === "spent" ? "Wait for that" : "Repair the metrics";
  return (
    `${state}, so only what mends the service is rolled out.${back} ${cure}; deliver a release that mends it as a hot ` +
    "fix; or say in override-budget why it may go ahead. Going back is not affected."
  );
}
