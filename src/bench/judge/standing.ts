import { sharedGrid } from "./grid.ts";
import { ourNames } from "./lineup.ts";
import type { Results } from "./results.ts";
import { nameOf, type Scenario } from "./scenario.ts";
import type { Tally } from "./tally.ts";

/** A judge that takes back more healthy releases than this is no rival. */
export const tolerated = 0.05;

/**
 * Where a rival's false rollbacks are looked at: on the same service under the same disturbance only, or under every
 * disturbance, because whoever chooses a judge for a service does not choose its bad days.
 */
export type Qualification = "same-day" | "every-day";

export type Outcome = "ours" | "theirs" | "nobody";

/** How our judge stands in one cell with something wrong. */
export interface Standing {
  readonly scenario: Scenario;
  /** `nobody`: no qualified judge finds it in half of the runs. */
  readonly time: Outcome;
  readonly harm: Outcome;
  readonly fastest: { readonly judge: string; readonly medianSeconds: number } | undefined;
  readonly gentlest: { readonly judge: string; readonly harmed: number };
  readonly ours: Tally;
}

/** Harm is an average over runs; closer than this is a tie. */
const tie = 1.02;

/** The one of our judges that a plan for this traffic uses. */
export function ourJudge(scenario: Scenario): string {
  return scenario.probesPerSecond > 0 ? ourNames.probed : ourNames.learnt;
}

interface Entry extends Tally {
  readonly judge: string;
}

/** Undefined while the cell or what it is compared with is not measured. */
export function standingIn(scenario: Scenario, results: Results, days: Qualification): Standing | undefined {
  const cell = results.shared[nameOf(scenario)];
  const us = ourJudge(scenario);
  const ours = cell?.[us];
  const qualified = qualifiedRivals(scenario, results, days);
  if (cell === undefined || ours === undefined || qualified === undefined) return undefined;
  const rivals = qualified.flatMap((judge): Entry[] => {
    const tally = cell[judge];
    return tally === undefined ? [] : [{ judge, ...tally }];
  });
  const all: readonly Entry[] = [{ judge: us, ...ours }, ...rivals];
  const fastest = fastestOf(all);
  const gentlest = all.reduce((best, each) => (each.harmed < best.harmed ? each : best));
  const outcome = (isOurs: boolean): Outcome => (fastest === undefined ? "nobody" : isOurs ? "ours" : "theirs");
  return {
    scenario,
    time: outcome(ours.medianSeconds !== null && ours.medianSeconds <= (fastest?.medianSeconds ?? 0)),
    harm: outcome(ours.harmed <= gentlest.harmed * tie),
    fastest,
    gentlest: { judge: gentlest.judge, harmed: gentlest.harmed },
    ours,
  };
}

function fastestOf(all: readonly Entry[]): Standing["fastest"] {
  const found = all.flatMap(({ judge, medianSeconds }) => (medianSeconds === null ? [] : [{ judge, medianSeconds }]));
  return found.sort((a, b) => a.medianSeconds - b.medianSeconds)[0];
}

function qualifiedRivals(scenario: Scenario, results: Results, days: Qualification): readonly string[] | undefined {
  const measuredDays = sharedGrid().filter(
    ({ effect, requestsPerSecond, errorRatio, disturbance }) =>
      effect.kind === "none" &&
      requestsPerSecond === scenario.requestsPerSecond &&
      errorRatio === scenario.errorRatio &&
      (days === "every-day" || disturbance === scenario.disturbance),
  );
  const cells = measuredDays.flatMap((day) => {
    const cell = results.shared[nameOf(day)];
    return cell === undefined ? [] : [cell];
  });
  if (cells.length < measuredDays.length || cells.length === 0) return undefined;
  const mine: readonly string[] = Object.values(ourNames);
  const names = Object.keys(cells[0] ?? {}).filter((name) => !mine.includes(name));
  return names.filter((name) => {
    return cells.every((cell) => {
      const tally = cell[name];
      return tally !== undefined && tally.rolledBack / tally.runs <= tolerated;
    });
  });
}
