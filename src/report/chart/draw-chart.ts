import { escapeHtml } from "../escape-html.ts";
import { linearScale, type Scale, type Tick, timeTicks } from "./scale.ts";

/** In units of the picture: wide enough for a legend, and on a phone its letters can still be read. */
export const chartWidth = 460;
export const chartHeight = 230;
const margin = { left: 64, right: 14, top: 14, bottom: 30 } as const;

export type Point = readonly [atMs: number, value: number];

export interface Line {
  /** Class of the page's style: which colour, which dashes. */
  readonly look: "candidate" | "stable" | "share" | "first" | "second" | "third";
  /** `undefined` breaks the line: nothing is known there. */
  readonly points: readonly (Point | undefined)[];
  /** Each value holds until the next one, as a share of traffic does. */
  readonly isStepped?: boolean;
}

export interface ChartSpec {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  /** What is to be seen, for those who do not see it. */
  readonly description: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** From values to the height that it is given, low to high. */
  readonly scale: (to: readonly [number, number]) => Scale;
  readonly valueTicks: readonly Tick[];
  readonly lines: readonly Line[];
  /** Limits, drawn across. */
  readonly limits: readonly Tick[];
  /** Moments, drawn from top to bottom. */
  readonly moments: readonly Tick[];
}

/** A chart over time as one `svg` element without a script or a style of its own. */
export function drawChart(spec: ChartSpec): string {
  const { id, title, description, fromMs, toMs } = spec;
  const right = chartWidth - margin.right;
  const bottom = chartHeight - margin.bottom;
  const x = linearScale([fromMs, toMs], [margin.left, right]);
  const y = spec.scale([bottom, margin.top]);
  return [
    `<svg viewBox="0 0 ${chartWidth} ${chartHeight}" role="img" aria-labelledby="${id}-title ${id}-description">`,
    `<title id="${id}-title">${escapeHtml(title)}</title>`,
    `<desc id="${id}-description">${escapeHtml(description)}</desc>`,
    ...spec.valueTicks.map(({ value, label }) => valueTick(y(value), label, right)),
    ...timeTicks(toMs - fromMs, 5).map(({ value, label }) => timeTick(x(fromMs + value), label, bottom)),
    `<path class="axis" d="M${margin.left} ${margin.top}V${bottom}H${right}"/>`,
    ...spec.moments.map(({ value, label }) => momentMark(x(value), label, bottom)),
    ...spec.limits.map(({ value, label }) => limitMark(y(value), label, right)),
    ...spec.lines.map((line) => drawLine(line, x, y)),
    "</svg>",
  ].join("\n");
}

function valueTick(atY: number, label: string, right: number): string {
  const y = round(atY);
  return `<path class="grid" d="M${margin.left} ${y}H${right}"/><text class="tick" x="${margin.left - 6}" y="${y}" dy="0.35em" text-anchor="end">${escapeHtml(label)}</text>`;
}

function timeTick(atX: number, label: string, bottom: number): string {
  const x = round(atX);
  // A label at the very end would be cut off.
  const anchor = x > chartWidth - margin.right - 24 ? "end" : "middle";
  return `<path class="axis" d="M${x} ${bottom}v4"/><text class="tick" x="${x}" y="${bottom + 19}" text-anchor="${anchor}">${escapeHtml(label)}</text>`;
}

function momentMark(atX: number, label: string, bottom: number): string {
  const x = round(atX);
  const isLate = x > chartWidth / 2;
  return `<path class="moment" d="M${x} ${margin.top}V${bottom}"/><text class="moment-label" x="${isLate ? x - 5 : x + 5}" y="${margin.top + 12}" text-anchor="${isLate ? "end" : "start"}">${escapeHtml(label)}</text>`;
}

function limitMark(atY: number, label: string, right: number): string {
  const y = round(atY);
  const above = y > margin.top + 18 ? y - 5 : y + 15;
  return `<path class="limit" d="M${margin.left} ${y}H${right}"/><text class="limit-label" x="${margin.left + 5}" y="${above}">${escapeHtml(label)}</text>`;
}

function drawLine({ look, points, isStepped = false }: Line, x: Scale, y: Scale): string {
  const runs = unbroken(points);
  const paths = runs.filter((run) => run.length > 1).map((run) => pathOf(run, isStepped, x, y));
  const alone = runs.filter((run) => run.length === 1).flat();
  const dots = alone.map(
    ([atMs, value]) => `<circle class="dot ${look}" cx="${round(x(atMs))}" cy="${round(y(value))}" r="3"/>`,
  );
  return [paths.length === 0 ? "" : `<path class="line ${look}" d="${paths.join("")}"/>`, ...dots].join("");
}

function unbroken(points: Line["points"]): Point[][] {
  const runs: Point[][] = [[]];
  for (const point of points) {
    if (point === undefined) runs.push([]);
    else runs.at(-1)?.push(point);
  }
  return runs.filter((run) => run.length > 0);
}

function pathOf(run: readonly Point[], isStepped: boolean, x: Scale, y: Scale): string {
  return run
    .map(([atMs, value], index) => {
      const [atX, atY] = [round(x(atMs)), round(y(value))];
      if (index === 0) return `M${atX} ${atY}`;
      return isStepped ? `H${atX}V${atY}` : `L${atX} ${atY}`;
    })
    .join("");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
