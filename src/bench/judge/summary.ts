import { nativeGrid, sharedGrid } from "./grid.ts";
import type { Results } from "./results.ts";
import { effectName, nameOf, percent, type Scenario } from "./scenario.ts";
import { type Standing, standingIn } from "./standing.ts";
import type { Tally } from "./tally.ts";
import { wilson } from "./wilson.ts";

/** Every measured cell's standing, in the grid's order. */
export function standings(results: Results, us?: string): readonly Standing[] {
  return sharedGrid()
    .filter(({ effect }) => effect.kind !== "none")
    .flatMap((scenario) => standingIn(scenario, results, us) ?? []);
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
  const healthy = sharedGrid()
    .filter(({ effect }) => effect.kind === "none")
    .flatMap((scenario) => {
      const cell = results.shared[nameOf(scenario)] ?? {};
      return Object.entries(cell)
        .filter(([name]) => name.startsWith("tidegate"))
        .map(([name, { rolledBack, runs }]) => ({ name, scenario, share: rolledBack / runs }));
    });
  const worst = healthy.reduce((a, b) => (b.share > a.share ? b : a), healthy[0] ?? (undefined as never));
  const all = standings(results).filter(({ time }) => time !== "none");
  const of = (key: "time" | "harm") => all.filter((standing) => standing[key] === "ours").length;
  const both = all.filter(({ time, harm }) => time === "ours" && harm === "ours").length;
  const share = (count: number) => `${count} of ${all.length} (${percentText(count / Math.max(1, all.length))})`;
  return [
    worst === undefined
      ? "no healthy cell measured"
      : `worst healthy cell: ${percentText(worst.share)} false rollbacks, ${worst.name}, ${titleOf(worst.scenario)}`,
    `lowest median time to detect in ${share(of("time"))}, fewest users harmed in ${share(of("harm"))}, both in ${share(both)} cells with a regression that any qualified judge finds`,
  ].join("\n");
}
