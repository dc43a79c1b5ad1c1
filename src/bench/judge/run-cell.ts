import { historyRollouts, others, ours } from "./lineup.ts";
import { learnFrom, pastOf } from "./past-rollouts.ts";
import { type Ending, playShared, serviceOf } from "./play.ts";
import { nameOf, onsetSeconds, type Scenario, sharedSchedule } from "./scenario.ts";
import { type Tally, tally } from "./tally.ts";

/** Key: a judge's name. */
export type CellResult = Readonly<Record<string, Tally>>;

/** On the shared ramp each step is watched for its whole length, the first minute of it as warm-up. */
const sharedSetup = { observeSeconds: 240, maxObserveSeconds: 240, warmUpSeconds: 60, onlyFails: true };
/** Histories are drawn from so many simulated past rollouts, so that runs do not share one lucky or unlucky history. */
const pastPool = 400;

/** Plays `runs` rollouts of one cell, each shown to all judges. The same number always gives the same result. */
export function runSharedCell(scenario: Scenario, runs: number): CellResult {
  const service = serviceOf(scenario);
  const isProbed = scenario.probesPerSecond > 0;
  const pool = Math.min(pastPool, Math.max(2 * historyRollouts, runs));
  const past = pastOf(scenario, sharedSchedule, service, sharedSetup, pool);
  const probedSetup = { ...sharedSetup, countsProbes: true };
  const probedPast = isProbed ? pastOf(scenario, sharedSchedule, service, probedSetup, pool) : past;
  const endings = new Map<string, Ending[]>();
  for (let run = 0; run < runs; run += 1) {
    const seed = `${nameOf(scenario)}/${run}`;
    const users = learnFrom(past, historyRollouts, `history/${seed}`);
    const probed = isProbed ? learnFrom(probedPast, historyRollouts, `history/${seed}`) : users;
    const mine = ours(sharedSetup, { users, probed });
    const judges = [...others, ...(isProbed ? mine : mine.slice(0, 2))];
    playShared(scenario, sharedSchedule, seed, judges, service).forEach((ending, index) => {
      const name = judges[index]?.name ?? "";
      const known = endings.get(name);
      if (known === undefined) endings.set(name, [ending]);
      else known.push(ending);
    });
  }
  const onset = onsetSeconds(scenario, sharedSchedule) ?? 0;
  return Object.fromEntries([...endings].map(([name, all]) => [name, tally(all, onset)]));
}
