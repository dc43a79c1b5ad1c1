import { sharedGrid } from "./grid.ts";
import { others, ourNames } from "./lineup.ts";
import type { Results } from "./results.ts";
import { effectName, nameOf, type Scenario } from "./scenario.ts";
import { ourJudge } from "./standing.ts";
import type { Tally } from "./tally.ts";

const errorRatio = 0.001;
const box = { width: 30, height: 16, gap: 2 };
const panel = { left: 6, top: 40, columns: 5, perRow: 5 };
const labels = 118;

/** One small map a judge: rows are regressions, columns are traffics, the darker the sooner it is found. */
export function heatmap(results: Results): string {
  const cells = sharedGrid().filter((each) => each.disturbance === "none" && each.errorRatio === errorRatio);
  const effects = [...new Set(cells.map(({ effect }) => effectName(effect)))];
  const width = panel.columns * (box.width + box.gap) + 16;
  const height = panel.top + effects.length * (box.height + box.gap) + 34;
  const judges = [...others.map(({ name }) => name), ourNames.fresh, ourNames.learnt];
  const panels = judges.map((judge, index) => {
    const [column, row] = [index % panel.perRow, Math.floor(index / panel.perRow)];
    const inner = panelText(results, cells, effects, judge);
    return `<g transform="translate(${labels + column * width} ${row * height})">${inner}</g>`;
  });
  const rows = Math.ceil(judges.length / panel.perRow);
  const sides = Array.from({ length: rows }, (_, row) => rowLabels(effects, row * height)).join("");
  const size = { width: labels + panel.perRow * width, height: rows * height + 26 };
  return svg(size, `${sides}${panels.join("")}${legend(rows * height + 4)}`);
}

const style = `
text{font:11px system-ui,sans-serif;fill:#1f2328}
.t{font-weight:600;font-size:12px}.s{font-size:9px;fill:#59636e}.c{font-size:9px;text-anchor:middle}
.f0{fill:#0b4f6c}.f1{fill:#2c86a8}.f2{fill:#7fbcd2}.f3{fill:#cfe5ee}.n{fill:#e6e8eb}.x{fill:#c9302c}
.on{fill:#fff}.off{fill:#1f2328}
rect.bg{fill:#fff}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.s{fill:#9198a1}rect.bg{fill:#0d1117}.n{fill:#21262d}.f3{fill:#9cc3d3}.off{fill:#1f2328}.dim{fill:#9198a1}}`;

function svg({ width, height }: { width: number; height: number }, inner: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Median seconds to detect, by judge, regression and traffic"><style>${style}</style><rect class="bg" width="${width}" height="${height}"/>${inner}</svg>\n`;
}

function rowLabels(effects: readonly string[], top: number): string {
  return effects
    .map((name, row) => `<text x="4" y="${top + panel.top + row * (box.height + box.gap) + 12}">${name}</text>`)
    .join("");
}

function panelText(results: Results, cells: readonly Scenario[], effects: readonly string[], judge: string): string {
  const traffics = [...new Set(cells.map(({ requestsPerSecond }) => requestsPerSecond))];
  const x = (traffic: number) => panel.left + traffics.indexOf(traffic) * (box.width + box.gap);
  const heads = traffics.map(
    (each) => `<text class="c dim" x="${x(each) + box.width / 2}" y="${panel.top - 5}">${each}</text>`,
  );
  const boxes = cells.map((scenario) => {
    const y = panel.top + effects.indexOf(effectName(scenario.effect)) * (box.height + box.gap);
    const name = judge === ourNames.learnt ? ourJudge(scenario) : judge;
    const tally = results.shared[nameOf(scenario)]?.[name];
    return tally === undefined ? "" : boxText(tally, scenario.effect.kind === "none", x(scenario.requestsPerSecond), y);
  });
  return `<text class="t" x="${panel.left}" y="18">${judge}</text>${heads.join("")}${boxes.join("")}`;
}

/** Healthy releases show how many are taken back; the others how soon. */
function boxText(tally: Tally, isHealthy: boolean, x: number, y: number): string {
  const share = tally.rolledBack / tally.runs;
  const isLate = tally.medianSeconds === null;
  const kind = isHealthy ? (share > 0.05 ? "x" : "n") : isLate ? "n" : depth(tally.medianSeconds ?? 0);
  const text = isHealthy ? `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%` : isLate ? "" : String(tally.medianSeconds);
  const ink = kind === "x" || kind === "f0" || kind === "f1" ? "on" : kind === "n" ? "dim" : "off";
  const { width, height } = box;
  return `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="2"/><text class="c ${ink}" x="${x + width / 2}" y="${y + 11}">${text}</text>`;
}

function depth(seconds: number): string {
  if (seconds <= 30) return "f0";
  if (seconds <= 120) return "f1";
  return seconds <= 360 ? "f2" : "f3";
}

function legend(y: number): string {
  return `<text class="s" x="4" y="${y + 12}">Median seconds to the decision; columns: requests per second; stable fails 0.1 %. Empty: most are never found. First row: healthy releases taken back, red above 5 %. tidegate: with a history, below 5 rps with probes.</text>`;
}
