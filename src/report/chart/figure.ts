import { formatDuration } from "../../notify/story.ts";
import { escapeHtml } from "../escape-html.ts";
import { table } from "../html-table.ts";
import type { Chart } from "./charts-of.ts";
import { drawChart } from "./draw-chart.ts";

/** A chart with its legend, and its numbers behind a line that opens. */
export function figure({ heading, spec, legend, columns, rows }: Chart): string {
  const cells = rows.map(([afterMs, ...rest]) => [formatDuration(Math.max(0, afterMs)), ...rest]);
  return [
    "<figure>",
    `<figcaption>${escapeHtml(heading)}</figcaption>`,
    drawChart(spec),
    legendOf(legend),
    `<details><summary>Numbers: ${escapeHtml(heading)}</summary>`,
    table(columns, cells),
    "</details>",
    "</figure>",
  ].join("\n");
}

function legendOf(legend: Chart["legend"]): string {
  if (legend.length === 0) return "";
  const items = legend.map(({ look, label }) => {
    const sample = `<svg viewBox="0 0 30 10" aria-hidden="true"><path class="line ${look}" d="M0 5H30"/></svg>`;
    return `<li>${sample}${escapeHtml(label)}</li>`;
  });
  return `<ul class="legend">${items.join("")}</ul>`;
}
