import type { JobGraph } from "./job-graph.ts";
import { type JobWords, jobWords } from "./job-words.ts";
import { type Layout, type LayoutEdge, type LayoutNode, layOut } from "./layered-layout.ts";
import { describePath, type PictureOptions } from "./svg.ts";
import { TextCanvas } from "./text-canvas.ts";

export interface TerminalOptions extends PictureOptions {
  /** Letters in a line; a wider picture becomes a list. */
  readonly columns: number;
}

interface Box {
  readonly node: LayoutNode;
  readonly words: JobWords | undefined;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const middleOf = ({ y, height }: Box) => y + Math.floor((height - 1) / 2);

const linesOf = (words: JobWords) => [words.name, ...words.details];

function measure(node: LayoutNode, { approvers }: PictureOptions): Omit<Box, "x" | "y"> {
  const words = node.kind === "job" ? jobWords(node.job, approvers) : undefined;
  if (words === undefined) {
    return { node, words, width: 0, height: 1 };
  }
  const lines = linesOf(words);
  return { node, words, width: Math.max(...lines.map(({ length }) => length)) + 4, height: lines.length + 2 };
}

/** Where arrows turn between two columns: one line for each node that they come from. */
function turnsOf(layer: readonly LayoutNode[], edges: readonly LayoutEdge[]): ReadonlyMap<string, number> {
  const starts = layer.filter(({ key }) => edges.some(({ from }) => from === key));
  return new Map(starts.map(({ key }, index) => [key, index]));
}

interface Placed {
  readonly boxes: ReadonlyMap<string, Box>;
  /** Column of letters at which the arrows of a node turn. */
  readonly turns: ReadonlyMap<string, number>;
  readonly width: number;
}

function place({ layers, edges }: Layout, options: PictureOptions): Placed {
  const measured = layers.map((layer) => layer.map((node) => measure(node, options)));
  const heightOf = (layer: readonly { readonly height: number }[]) =>
    layer.reduce((sum, { height }) => sum + height + 1, -1);
  const tallest = Math.max(0, ...measured.map(heightOf));
  const boxes = new Map<string, Box>();
  const turns = new Map<string, number>();
  let x = 0;
  for (const layer of measured) {
    const width = Math.max(...layer.map((box) => box.width));
    let y = Math.floor((tallest - heightOf(layer)) / 2);
    for (const box of layer) {
      boxes.set(box.node.key, { ...box, width, x, y });
      y += box.height + 1;
    }
    const here = turnsOf(
      layer.map(({ node }) => node),
      edges,
    );
    for (const [key, index] of here) turns.set(key, x + width + 1 + 2 * index);
    x += width + 2 * here.size + 3;
  }
  return { boxes, turns, width: x };
}

interface Look {
  readonly isCritical: boolean;
  /** Whether an arrow begins here. */
  readonly isStart: boolean;
}

function drawBox(canvas: TextCanvas, box: Box, { isCritical, isStart }: Look): void {
  const { x, y, width, height, words } = box;
  const inner = width - 2;
  if (words === undefined) {
    canvas.horizontal(y, x - 1, x + width);
    return;
  }
  const [corners, across, down] = isCritical ? ["╔╗╚╝", "═", "║"] : ["┌┐└┘", "─", "│"];
  canvas.write(x, y, corners[0] + across.repeat(inner) + corners[1]);
  for (const [index, line] of linesOf(words).entries()) {
    canvas.write(x, y + 1 + index, `${down} ${line.padEnd(inner - 2)} ${down}`);
  }
  canvas.write(x, y + height - 1, corners[2] + across.repeat(inner) + corners[3]);
  if (isStart) canvas.write(x + width - 1, middleOf(box), isCritical ? "╟" : "├");
}

function drawEdge(canvas: TextCanvas, from: Box, to: Box, turn: number): void {
  canvas.horizontal(middleOf(from), from.x + from.width - 1, turn);
  canvas.vertical(turn, middleOf(from), middleOf(to));
  canvas.horizontal(middleOf(to), turn, to.x - 1);
  if (to.node.kind === "job") {
    canvas.write(to.x - 1, middleOf(to), "▶");
  }
}

/** One stage below the other, for a picture that would be too wide. */
function renderList({ layers }: Layout, graph: JobGraph, { approvers, critical }: PictureOptions): string {
  const onPath = new Set(critical.jobs);
  const stages = layers.map((layer) => layer.flatMap((node) => (node.kind === "job" ? [node.job] : [])));
  const needs = new Map(graph.jobs.map((job) => [job.id, job.needs]));
  return stages
    .filter((stage) => stage.length > 0)
    .map((stage, index) => {
      const lines = stage.map((job) => {
        const { name, details } = jobWords(job, approvers);
        const after = needs.get(job.id) ?? [];
        const rest = [after.length > 0 ? `after ${after.join(", ")}` : "", ...details].filter(Boolean);
        return `  ${onPath.has(job.id) ? "*" : " "} ${job.id}: ${name}\n${rest.map((line) => `      ${line}`).join("\n")}`;
      });
      return `${index + 1}.\n${lines.join("\n")}`;
    })
    .join("\n");
}

/** The graph as text for a terminal: boxes with double lines are on the critical path. */
export function renderTerminal(graph: JobGraph, options: TerminalOptions): string {
  const layout = layOut(graph);
  const { boxes, turns, width } = place(layout, options);
  const onPath = new Set(options.critical.jobs);
  const told = describePath(options.critical);
  if (width - 3 > options.columns) {
    return `${graph.name}\n${renderList(layout, graph, options)}\n${told}\n(boxes need ${width - 3} columns; * marks the path)\n`;
  }
  const canvas = new TextCanvas();
  for (const edge of layout.edges) {
    const [from, to, turn] = [boxes.get(edge.from), boxes.get(edge.to), turns.get(edge.from)];
    if (from && to && turn !== undefined) drawEdge(canvas, from, to, turn);
  }
  for (const box of boxes.values())
    drawBox(canvas, box, { isCritical: onPath.has(box.node.key), isStart: turns.has(box.node.key) });
  return `${graph.name}\n${canvas}\n${told} (double lines)\n`;
}
