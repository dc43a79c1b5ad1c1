import type { CriticalPath } from "./critical-path.ts";
import type { JobGraph } from "./job-graph.ts";
import { formatSeconds, type JobWords, jobWords } from "./job-words.ts";
import { type Layout, type LayoutNode, layOut } from "./layered-layout.ts";

export interface PictureOptions {
  readonly critical: CriticalPath;
  /** Who has to approve, by environment. */
  readonly approvers: ReadonlyMap<string, readonly string[]>;
}

/** Pixels. */
const size = { margin: 24, head: 56, line: 18, padding: 12, columnGap: 72, rowGap: 20, bend: 10 } as const;
/** What a letter is wide on average, in pixels, by the size of its font. */
const letter = { name: 8, detail: 6.9 } as const;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly node: LayoutNode;
  readonly words: JobWords | undefined;
}

const escapeXml = (text: string) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

function sizeOf(words: JobWords | undefined): { readonly width: number; readonly height: number } {
  if (words === undefined) {
    return { width: 0, height: size.bend };
  }
  const widest = Math.max(
    words.name.length * letter.name,
    ...words.details.map(({ length }) => length * letter.detail),
  );
  return {
    width: Math.ceil(widest) + 2 * size.padding,
    height: (words.details.length + 1) * size.line + 2 * size.padding,
  };
}

/** Columns side by side, each in the middle of the height of the tallest. */
function placeBoxes(layers: Layout["layers"], options: PictureOptions): readonly Box[] {
  const sized = layers.map((layer) =>
    layer.map((node) => {
      const words = node.kind === "job" ? jobWords(node.job, options.approvers) : undefined;
      return { node, words, ...sizeOf(words) };
    }),
  );
  const heightOf = (layer: readonly { readonly height: number }[]) =>
    layer.reduce((sum, { height }) => sum + height + size.rowGap, -size.rowGap);
  const tallest = Math.max(0, ...sized.map(heightOf));
  let x: number = size.margin;
  return sized.flatMap((layer) => {
    const width = Math.max(0, ...layer.map((box) => box.width));
    let y = size.head + (tallest - heightOf(layer)) / 2;
    const boxes = layer.map((box) => {
      const placed = { ...box, width, x, y };
      y += box.height + size.rowGap;
      return placed;
    });
    x += width + size.columnGap;
    return boxes;
  });
}

function drawBox({ x, y, width, height, words }: Box, isCritical: boolean): string {
  if (words === undefined) {
    return "";
  }
  const classes = ["job", isCritical ? "critical" : "", words.environment === undefined ? "" : "deploys"].filter(
    Boolean,
  );
  const lines = [words.name, ...words.details].map((text, index) => {
    const at = y + size.padding + size.line * (index + 0.72);
    return `<text x="${x + size.padding}" y="${at}" class="${index === 0 ? "name" : "detail"}">${escapeXml(text)}</text>`;
  });
  const box = `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/>`;
  const bar = words.needsApproval
    ? `<rect x="${x}" y="${y + 8}" width="4" height="${height - 16}" class="approval"/>`
    : "";
  return `<g class="${classes.join(" ")}">${box}${bar}${lines.join("")}</g>`;
}

function drawEdge(from: Box, to: Box, isCritical: boolean): string {
  const [x1, y1, x2, y2] = [from.x + from.width, from.y + from.height / 2, to.x, to.y + to.height / 2];
  const middle = (x1 + x2) / 2;
  // Across a column, an arrow that bends there goes straight.
  const start = from.node.kind === "bend" ? `M${from.x} ${y1}H${x1}` : `M${x1} ${y1}`;
  const end = to.node.kind === "job" ? ' marker-end="url(#arrow)"' : "";
  return `<path class="${isCritical ? "edge critical" : "edge"}" d="${start}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}"${end}/>`;
}

const style = `
svg{font-family:system-ui,-apple-system,"Segoe UI",sans-serif;--paper:#fff;--ink:#1f2328;--quiet:#59636e;--line:#8c959f;--box:#f6f8fa;--deploys:#ddf4ff;--critical:#bc4c00;--approval:#8250df}
@media(prefers-color-scheme:dark){svg{--paper:#0d1117;--ink:#f0f6fc;--quiet:#9198a1;--line:#6e7681;--box:#151b23;--deploys:#0c2d4d;--critical:#f0883e;--approval:#ab7df8}}
.paper{fill:var(--paper)}text{fill:var(--ink);font-size:13px}.title{font-size:16px;font-weight:600}.name{font-weight:600}.detail,.quiet{fill:var(--quiet);font-size:12px}
.job rect{fill:var(--box);stroke:var(--line)}.deploys rect{fill:var(--deploys)}.job.critical rect{stroke:var(--critical);stroke-width:2.5}.job rect.approval{fill:var(--approval);stroke:none}
.edge{fill:none;stroke:var(--line);stroke-width:1.5}.edge.critical{stroke:var(--critical);stroke-width:2.5}#arrow path{fill:context-stroke}`;

const marker =
  '<marker id="arrow" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L10 5L0 10z"/></marker>';

/** Which arrows lie on the path. */
export function criticalArrows({ jobs }: CriticalPath): ReadonlySet<string> {
  return new Set(jobs.slice(1).map((id, index) => `${jobs[index]} ${id}`));
}

/** What the picture says below its title. */
export function describePath({ jobs, seconds }: CriticalPath): string {
  return jobs.length === 0 ? "no jobs" : `critical path: ${jobs.join(" → ")}, at most ${formatSeconds(seconds)}`;
}

/** The graph as a picture in one file, without anything from elsewhere, for light and dark pages. */
export function renderSvg(graph: JobGraph, options: PictureOptions): string {
  const { layers, edges } = layOut(graph);
  const boxes = placeBoxes(layers, options);
  const byKey = new Map(boxes.map((box) => [box.node.key, box]));
  const onPath = criticalArrows(options.critical);
  const jobs = new Set(options.critical.jobs);
  const told = describePath(options.critical);
  const width =
    Math.max(told.length * letter.detail + size.margin, ...boxes.map((box) => box.x + box.width)) + size.margin;
  const height = Math.max(size.head, ...boxes.map((box) => box.y + box.height)) + size.margin;
  const lines = edges.flatMap((edge) => {
    const [from, to] = [byKey.get(edge.from), byKey.get(edge.to)];
    const isCritical = onPath.has(edge.jobs.join(" "));
    return from && to ? [{ isCritical, text: drawEdge(from, to, isCritical) }] : [];
  });
  const [plain, marked] = [lines.filter(({ isCritical }) => !isCritical), lines.filter(({ isCritical }) => isCritical)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}" width="${Math.ceil(width)}" height="${Math.ceil(height)}" role="img">`,
    `<title>${escapeXml(graph.name)}</title><style>${style}</style><defs>${marker}</defs>`,
    `<rect class="paper" width="100%" height="100%"/>`,
    `<text x="${size.margin}" y="26" class="title">${escapeXml(graph.name)}</text>`,
    `<text x="${size.margin}" y="44" class="quiet">${escapeXml(told)}</text>`,
    ...[...plain, ...marked].map(({ text }) => text),
    ...boxes.map((box) => drawBox(box, jobs.has(box.node.key))).filter(Boolean),
    "</svg>",
    "",
  ].join("\n");
}
