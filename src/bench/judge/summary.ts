import { nativeGrid, sharedGrid } from "./grid.ts";
import type { Results } from "./results.ts";
import { effectName, nameOf, percent, type Scenario } from "./scenario.ts";
import { type Qualification, type Standing, standingIn } from "./standing.ts";
import type { Tally } from "./tally.ts";
import { wilson } from "./wilson.ts";

/** Every measured cell's standing, in the grid's order. */
export function standings(results: Results, days: Qualification): readonly Standing[] {
  return sharedGrid()
    .filter(({ effect }) => effect.kind !== "none")
    .flatMap((scenario) => standingIn(scenario, results, days) ?? []);
}

/** The table and what it comes to, on the terminal. */
export function printSummary(results: Results): void {
  const judges = [...new Set(Object.values(results.shared).flatMap((cell) => Object.keys(cell)))];
  for (const scenario of sharedGrid()) {
    const cell = results.shared[nameOf(scenario)];
    if (cell === undefined) continue;
    process.stdout.write(`\n${titleOf(scenario)}\n`);
    for (const judge of judges) {
      const tally = cell[judge];
      if (tally !== undefined) process.stdout.write(`  ${judge.padEnd(26)}${tallyText(tally, scenario)}\n`);
    }
  }
  const native = nativeGrid().filter((scenario) => nameOf(scenario) in results.native).length;
  process.stdout.write(`\n${verdictText(results)}\n${native} cells on native ramps\n`);
}

export function titleOf({ requestsPerSecond, errorRatio, effect, disturbance }: Scenario): string {
  const under = disturbance === "none" ? "" : `, ${disturbance}`;
  return `${requestsPerSecond} rps, ${percent(errorRatio)} errors: ${effectName(effect)}${under}`;
}

function tallyText(tally: Tally, { effect }: Scenario): string {
  const [low, high] = wilson(tally.rolledBack, tally.runs);
  const share = `${percentText(tally.rolledBack / tally.runs)} (${percentText(low)}–${percentText(high)})`;
  if (effect.kind === "none") return `taken back ${share}`;
  const time = tally.medianSeconds === null ? "—" : `${tally.medianSeconds} s`;
  return `taken back ${share}, median ${time}, users harmed ${tally.harmed}`;
}

export function percentText(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}

/** The targets in one sentence each, with what was measured. */
export function verdictText(results: Results): string {
  return [
    worstHealthyText(results),
    standingText(
      results,
      "same-day",
      "among judges with at most 5 % false rollbacks on that service under that disturbance",
    ),
    standingText(
      results,
      "every-day",
      "among judges with at most 5 % false rollbacks on that service under every disturbance",
    ),
  ].join("\n");
}

function worstHealthyText(results: Results): string {
  const healthy = ownFalseRollbacks(results);
  const [worst] = healthy;
  if (worst === undefined) return "no healthy cell is measured";
  const above = healthy.filter(({ share }) => share > 0.01);
  const surely = above.filter(({ low }) => low > 0.01).length;
  const which = `${worst.name} at ${titleOf(worst.scenario)}`;
  const interval = `95 %: ${percentText(worst.low)}–${percentText(worst.high)}`;
  return `false rollbacks of ours: ${percentText(worst.share)} (${interval}) in the worst healthy cell, ${which}; ${above.length} of ${healthy.length} above 1 %, ${surely} of them surely`;
}

/** How often ours take back a good release, in each healthy cell; the worst first. */
export function ownFalseRollbacks(results: Results) {
  return sharedGrid()
    .filter(({ effect }) => effect.kind === "none")
    .flatMap((scenario) => {
      const cell = results.shared[nameOf(scenario)] ?? {};
      const mine = Object.entries(cell).filter(([name]) => name.startsWith("tidegate"));
      return mine.map(([name, { rolledBack, runs }]) => {
        const [low, high] = wilson(rolledBack, runs);
        return { name, scenario, share: rolledBack / runs, low, high };
      });
    })
    .sort((a, b) => b.share - a.share);
}

function standingText(results: Results, days: Qualification, who: string): string {
  const all = standings(results, days).filter(({ time }) => time !== "nobody");
  const count = (matches: (standing: Standing) => boolean) => {
    const matching = all.filter(matches).length;
    return `${matching} of ${all.length} (${percentText(matching / Math.max(1, all.length))})`;
  };
  const time = count((each) => each.time === "ours");
  const harm = count((each) => each.harm === "ours");
  return `${who}: ours has the lowest median time to detect in ${time} and the fewest users harmed in ${harm} of the cells in which any of them finds the regression in half of the runs`;
}
