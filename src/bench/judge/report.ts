import { nativeGrid, sharedGrid } from "./grid.ts";
import { others, ourNames, ours } from "./lineup.ts";
import { heatmap } from "./picture.ts";
import type { Results } from "./results.ts";
import { ourRamp, rivals } from "./run-native-cell.ts";
import { type Disturbance, effectName, nameOf, type Scenario } from "./scenario.ts";
import { ourJudge, type Standing } from "./standing.ts";
import { ownFalseRollbacks, percentText, standings, titleOf, verdictText } from "./summary.ts";
import { writeFileAtomically } from "./write-file.ts";

/** Writes the table and the picture beside the raw results. */
export function writeReport(folder: string, results: Results): void {
  writeFileAtomically(`${folder}/judge.svg`, heatmap(results));
  writeFileAtomically(`${folder}/judge.md`, reportText(results));
}

export function reportText(results: Results): string {
  const measured = Object.keys(results.shared).length;
  return `${[
    "# The judge, measured",
    "Written by `npm run bench:judge` from [judge.json](judge.json); how to read it is in [the judge's guide](../judge.md).",
    `${measured} of ${sharedGrid().length} cells on one shared ramp (5 %, 20 %, 50 %, five minutes each, counters read every 10 s) and ${Object.keys(results.native).length} of ${nativeGrid().length} on the tools' own ramps, ${results.runs.toLocaleString("en-US")} simulated rollouts a cell with fixed seeds. All judges see the same traffic.`,
    "![Median time to detect by judge, regression and traffic](judge.svg)",
    "## What it comes to",
    bullets(verdictText(results).split("\n")),
    "## Who is compared",
    judgesTable(),
    "## False rollbacks",
    "Share of rollouts of two equal releases that were taken back, over all services of a row: the mean, and the worst service. A judge that watches nothing but the clock would have 0 %.",
    falseTable(results),
    ownFalseText(results),
    "## Regressions, at 0.1 % errors on stable",
    "Share taken back · median seconds to the decision · users harmed a rollout, on average. Italic: the judge takes back more than 5 % of healthy releases of this service, so it is no rival.",
    regressionTable(results),
    "## Where ours is not the first",
    "Rivals are judges with at most 5 % false rollbacks on that service under that disturbance.",
    lossesText(results),
    "## What was not run",
    notRunText(results),
    "## On the tools' own ramps, at 0.1 % errors on stable",
    nativeTable(results),
  ].join("\n\n")}\n`;
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function judgesTable(): string {
  const mine = ours({ observeSeconds: 240, maxObserveSeconds: 240, warmUpSeconds: 60 }, { users: {}, probed: {} });
  return table(
    ["judge", "set up as"],
    [...others, ...mine].map(({ name, setup }) => [name, setup]),
  );
}

const judgeNames = (results: Results): readonly string[] => {
  const seen = new Set(Object.values(results.shared).flatMap((cell) => Object.keys(cell)));
  return [...others.map(({ name }) => name), ...Object.values(ourNames)].filter((name) => seen.has(name));
};

function falseTable(results: Results): string {
  const judges = judgeNames(results);
  const healthy = sharedGrid().filter(({ effect }) => effect.kind === "none");
  const disturbances = [...new Set(healthy.map(({ disturbance }) => disturbance))];
  return table(
    ["disturbance", ...judges],
    disturbances.map((disturbance) => [disturbance, ...judges.map((judge) => falseText(results, disturbance, judge))]),
  );
}

/** Where ours takes back more good releases than it should. */
function ownFalseText(results: Results): string {
  const above = ownFalseRollbacks(results).filter(({ share }) => share > 0.01);
  if (above.length === 0) return "Ours takes back more than 1 % in no measured cell.";
  const rows = above.map(({ name, scenario, share, low, high }) => {
    return [titleOf(scenario), name, percentText(share), `${percentText(low)}–${percentText(high)}`];
  });
  return `Where ours takes back more than 1 %:\n\n${table(["cell", "which of ours", "taken back", "95 %"], rows)}`;
}

function notRunText(results: Results): string {
  const missing = (scenarios: readonly Scenario[], measured: Readonly<Record<string, unknown>>) =>
    scenarios.filter((scenario) => !(nameOf(scenario) in measured)).map(titleOf);
  const [shared, native] = [missing(sharedGrid(), results.shared), missing(nativeGrid(), results.native)];
  if (shared.length + native.length === 0) return `Nothing: every cell has ${runsText(results)}.`;
  const listed = (ramp: string, titles: readonly string[]) =>
    titles.length === 0 ? [] : [`on ${ramp}, ${titles.length} cells: ${titles.join("; ")}`];
  return bullets([...listed("the shared ramp", shared), ...listed("the tools' own ramps", native)]);
}

const runsText = ({ runs }: Results): string => `${runs.toLocaleString("en-US")} runs`;

function falseText(results: Results, disturbance: Disturbance, judge: string): string {
  const shares = sharedGrid().flatMap((scenario) => {
    if (scenario.effect.kind !== "none" || scenario.disturbance !== disturbance) return [];
    const tally = results.shared[nameOf(scenario)]?.[judge];
    return tally === undefined ? [] : [tally.rolledBack / tally.runs];
  });
  if (shares.length === 0) return "";
  const mean = shares.reduce((total, share) => total + share, 0) / shares.length;
  return `${percentText(mean)}, worst ${percentText(Math.max(...shares))}`;
}

function regressionTable(results: Results): string {
  const judges = judgeNames(results);
  const cells = sharedGrid().filter(
    ({ effect, disturbance, errorRatio }) => effect.kind !== "none" && disturbance === "none" && errorRatio === 0.001,
  );
  const rows = cells.flatMap((scenario) => {
    const cell = results.shared[nameOf(scenario)];
    return cell === undefined
      ? []
      : [[rowTitle(scenario), ...judges.map((judge) => cellText(results, scenario, judge))]];
  });
  return table(["cell", ...judges], rows);
}

function rowTitle({ requestsPerSecond, effect }: Scenario): string {
  return `${requestsPerSecond} rps, ${effectName(effect)}`;
}

function cellText(results: Results, scenario: Scenario, judge: string): string {
  const tally = results.shared[nameOf(scenario)]?.[judge];
  if (tally === undefined) return "";
  const healthy = results.shared[nameOf({ ...scenario, effect: { kind: "none" } })]?.[judge];
  const isRival = healthy !== undefined && healthy.rolledBack / healthy.runs <= 0.05;
  const median = tally.medianSeconds === null ? "—" : `${tally.medianSeconds} s`;
  const text = `${percentText(tally.rolledBack / tally.runs)} · ${median} · ${tally.harmed.toPrecision(3)}`;
  return isRival ? text : `*${text}*`;
}

function lossesText(results: Results): string {
  const lost = standings(results, "same-day").filter(({ time, harm }) => time === "theirs" || harm === "theirs");
  if (lost.length === 0) return "In no measured cell.";
  return table(["cell", "ours: median · harmed", "faster", "gentler"], lost.map(lossRow));
}

function lossRow({ scenario, ours: mine, time, harm, fastest, gentlest }: Standing): readonly string[] {
  return [
    titleOf(scenario),
    `${mine.medianSeconds === null ? "—" : `${mine.medianSeconds} s`} · ${mine.harmed.toPrecision(3)}`,
    time === "theirs" && fastest !== undefined ? `${fastest.judge}, ${fastest.medianSeconds} s` : "",
    harm === "theirs" ? `${gentlest.judge}, ${gentlest.harmed.toPrecision(3)}` : "",
  ];
}

function nativeTable(results: Results): string {
  const tools = [...rivals.map(({ judge, ramp }) => [judge.name, ramp.text] as const)];
  const rows = nativeGrid().flatMap((scenario) => {
    const cell = results.native[nameOf(scenario)];
    if (cell === undefined) return [];
    return [
      [
        rowTitle(scenario),
        ...[...tools.map(([name]) => name), ourJudge(scenario)].map((name) => nativeText(cell[name])),
      ],
    ];
  });
  const ramps = bullets([...tools.map(([name, text]) => `${name}: ${text}`), `tidegate: ${ourRamp.text}`]);
  const reading =
    "Share taken back (of it, undecided) · median minutes to the rollback, or to the promotion when most are promoted · users harmed a rollout within an hour.";
  return [ramps, reading, table(["cell", ...tools.map(([name]) => name), "tidegate"], rows)].join("\n\n");
}

function nativeText(tally: Results["native"][string][string] | undefined): string {
  if (tally === undefined) return "";
  const back = tally.rolledBack + tally.undecided;
  const undecided = tally.undecided > 0 ? ` (${percentText(tally.undecided / tally.runs)})` : "";
  const seconds = back * 2 >= tally.runs ? tally.medianRollbackSeconds : tally.medianPromotionSeconds;
  const minutes = seconds === null ? "—" : `${(seconds / 60).toFixed(1)} min`;
  return `${percentText(back / tally.runs)}${undecided} · ${minutes} · ${tally.harmed.toPrecision(3)}`;
}
