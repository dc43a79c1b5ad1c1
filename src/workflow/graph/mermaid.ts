import type { CriticalPath } from "./critical-path.ts";
import type { GraphJob, JobGraph } from "./job-graph.ts";
import { type JobWords, jobWords } from "./job-words.ts";

export interface MermaidOptions {
  /** Its jobs and arrows are marked. @default none is */
  readonly critical?: CriticalPath;
  /** Who has to approve, by environment. @default nobody is named */
  readonly approvers?: ReadonlyMap<string, readonly string[]>;
  /** Whether only names and environments are shown. @default false */
  readonly brief?: boolean;
}

/** Words that Mermaid reads as its own where a node's name stands. */
const reserved = new Set(
  "end graph subgraph flowchart class classDef style linkStyle click call href default direction".split(" "),
);

/** Mermaid takes letters, digits and `_` in a name without surprises; `-` beside an arrow is one. */
function nodeIds(jobs: readonly GraphJob[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const name = (id: string) => {
    let node = id.replace(/\W/g, "_");
    while (reserved.has(node) || reserved.has(node.toLowerCase()) || taken.has(node)) {
      node += "_";
    }
    taken.add(node);
    return node;
  };
  return new Map(jobs.map(({ id }) => [id, name(id)]));
}

/** Mermaid's own way to write what would end a label. @see https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters */
function escapeLabel(text: string): string {
  return text.replace(/[&<>"#]/g, (letter) => `#${letter.charCodeAt(0)};`).replace(/\s+/g, " ");
}

function labelOf(words: JobWords, brief: boolean): string {
  const lines = brief
    ? [words.name, ...(words.environment === undefined ? [] : [words.environment])]
    : [words.name, ...words.details];
  return lines.map(escapeLabel).join("<br/>");
}

/** The graph as a Mermaid flow chart, one line for each job and each arrow, in the order of the file. */
export function renderMermaid(graph: JobGraph, options: MermaidOptions = {}): string {
  const { critical, approvers = new Map(), brief = false } = options;
  const ids = nodeIds(graph.jobs);
  const nodes = graph.jobs.map((job) => {
    const words = jobWords(job, approvers);
    const label = labelOf(words, brief);
    return `  ${ids.get(job.id)}${words.needsApproval ? `{{"${label}"}}` : `["${label}"]`}`;
  });
  const onPath = new Set(critical?.jobs.slice(1).map((id, index) => `${critical.jobs[index]} ${id}`));
  const arrows = graph.jobs.flatMap(({ id, needs }) =>
    needs.map((needed) => `  ${ids.get(needed)} ${onPath.has(`${needed} ${id}`) ? "==>" : "-->"} ${ids.get(id)}`),
  );
  const marked = critical?.jobs.map((id) => ids.get(id)).join(",");
  const style = marked ? ["  classDef critical stroke-width:3px", `  class ${marked} critical`] : [];
  return ["flowchart LR", ...nodes, ...arrows, ...style].join("\n");
}
