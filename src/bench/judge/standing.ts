import { ourNames } from "./lineup.ts";
import type { Results } from "./results.ts";
import { nameOf, type Scenario } from "./scenario.ts";
import type { Tally } from "./tally.ts";

/** A judge that takes back more healthy releases than this is no rival. */
const tolerated = 0.05;

/** How our judge stands in one cell with something wrong. */
export interface Standing {
  readonly scenario: Scenario;
  /** Judges that take back at most 5 % of healthy rollouts of this service under this disturbance. */
  readonly qualified: readonly string[];
  /** `none`: no qualified judge finds it in half of the runs. */
  readonly time: Outcome;
  readonly harm: Outcome;
  readonly fastest: { readonly judge: string; readonly medianSeconds: number } | undefined;
  readonly gentlest: { readonly judge: string; readonly harmed: number };
  readonly ours: Tally;
}
export type Outcome = "ours" | "theirs" | "none";

/** Harm is an average over runs; closer than this is a tie. */
const tie = 1.02;

/** The one of our judges that a plan for this traffic uses. */
export function ourJudge(scenario: Scenario): string {
  return scenario.probesPerSecond > 0 ? ourNames.probed : ourNames.learnt;
}

/** Undefined while the cell or its healthy counterpart is not measured. */
export function standingIn(scenario: Scenario, { shared }: Results, us = ourJudge(scenario)): Standing | undefined {
  const cell = shared[nameOf(scenario)];
  const healthy = shared[nameOf({ ...scenario, effect: { kind: "none" } })];
  const ours = cell?.[us];
  if (cell === undefined || healthy === undefined || ours === undefined) return undefined;
  const mine: readonly string[] = Object.values(ourNames);
  const qualified = Object.entries(healthy)
    .filter(([name, { rolledBack, runs }]) => !mine.includes(name) && rolledBack / runs <= tolerated)
    .map(([name]) => name);
  const rivals = qualified.flatMap((judge) => {
    const tally = cell[judge];
    return tally === undefined ? [] : [{ judge, ...tally }];
  });
  const all = [{ judge: us, ...ours }, ...rivals];
  const found = all.flatMap(({ judge, medianSeconds }) => (medianSeconds === null ? [] : [{ judge, medianSeconds }]));
  const fastest = found.reduce<(typeof found)[number] | undefined>(
    (best, each) => (best === undefined || each.medianSeconds < best.medianSeconds ? each : best),
    undefined,
  );
  const gentlest = all.reduce((best, each) => (each.harmed < best.harmed ? each : best));
  return {
    scenario,
    qualified,
    time:
      fastest === undefined
        ? "none"
        : outcome((ours.medianSeconds ?? Number.POSITIVE_INFINITY) <= fastest.medianSeconds),
    harm: fastest === undefined ? "none" : outcome(ours.harmed <= gentlest.harmed * tie),
    fastest,
    gentlest: { judge: gentlest.judge, harmed: gentlest.harmed },
    ours,
  };
}

function outcome(isOurs: boolean): Outcome {
  return isOurs ? "ours" : "theirs";
}
