import type { GraphJob, JobGraph } from "./job-graph.ts";

/** A place in a layer: a job, or a bend of an arrow that goes on to a later layer. */
export type LayoutNode =
  | { readonly kind: "job"; readonly key: string; readonly job: GraphJob }
  | { readonly kind: "bend"; readonly key: string };

/** A piece of an arrow, between neighbouring layers. */
export interface LayoutEdge {
  /** Keys of nodes. */
  readonly from: string;
  readonly to: string;
  /** The jobs that the whole arrow joins. */
  readonly jobs: readonly [string, string];
}

export interface Layout {
  /** From left to right; each from top to bottom. */
  readonly layers: readonly (readonly LayoutNode[])[];
  readonly edges: readonly LayoutEdge[];
}

/** So often each layer is put in the order of its neighbours; more changes hardly anything. */
const sweeps = 8;

/** The layer of each job: one behind the last that it needs. */
function depths(jobs: readonly GraphJob[]): ReadonlyMap<string, number> {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const found = new Map<string, number>();
  const depthOf = (id: string): number => {
    const known = found.get(id);
    if (known !== undefined) {
      return known;
    }
    // While it is being looked for, a job that needs itself stands at the beginning.
    found.set(id, 0);
    const depth = Math.max(-1, ...(byId.get(id)?.needs ?? []).map(depthOf)) + 1;
    found.set(id, depth);
    return depth;
  };
  for (const { id } of jobs) depthOf(id);
  return found;
}

function bendsBetween(from: string, to: string, first: number, last: number): readonly (readonly [number, string])[] {
  return Array.from({ length: Math.max(0, last - first - 1) }, (_, index) => {
    const layer = first + 1 + index;
    return [layer, `${from} ${to} ${layer}`] as const;
  });
}

/** Puts the nodes of a layer in the order of the average place of those they are joined to. */
function reorder(
  layer: readonly LayoutNode[],
  neighbours: readonly LayoutNode[],
  joined: ReadonlyMap<string, readonly string[]>,
): readonly LayoutNode[] {
  const places = new Map(neighbours.map(({ key }, index) => [key, index]));
  const weightOf = ({ key }: LayoutNode, index: number) => {
    const found = (joined.get(key) ?? []).map((other) => places.get(other) ?? 0);
    return found.length === 0 ? index : found.reduce((sum, place) => sum + place, 0) / found.length;
  };
  const weighed = layer.map((node, index) => ({ node, index, weight: weightOf(node, index) }));
  return weighed.sort((a, b) => a.weight - b.weight || a.index - b.index).map(({ node }) => node);
}

function group(edges: readonly LayoutEdge[], by: "from" | "to"): ReadonlyMap<string, readonly string[]> {
  const other = by === "from" ? "to" : "from";
  const groups = new Map<string, string[]>();
  for (const edge of edges) {
    groups.set(edge[by], [...(groups.get(edge[by]) ?? []), edge[other]]);
  }
  return groups;
}

function order(layers: readonly (readonly LayoutNode[])[], edges: readonly LayoutEdge[]): Layout["layers"] {
  const [before, after] = [group(edges, "to"), group(edges, "from")];
  const ordered = [...layers];
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const forward = sweep % 2 === 0;
    for (let step = 1; step < ordered.length; step++) {
      const index = forward ? step : ordered.length - 1 - step;
      const neighbours = ordered[forward ? index - 1 : index + 1] ?? [];
      ordered[index] = reorder(ordered[index] ?? [], neighbours, forward ? before : after);
    }
  }
  return ordered;
}

/**
 * Places jobs in layers from left to right, each behind all that it needs, with few crossings. An arrow that skips
 * layers gets a bend in each, so that it does not run through boxes.
 * @see https://doi.org/10.1109/TSMC.1981.4308636 Sugiyama, Tagawa, Toda (1981)
 */
export function layOut({ jobs }: JobGraph): Layout {
  const depth = depths(jobs);
  const depthOf = (id: string) => depth.get(id) ?? 0;
  const layers: LayoutNode[][] = [];
  const put = (layer: number, node: LayoutNode) => {
    layers[layer] = [...(layers[layer] ?? []), node];
  };
  for (const job of jobs) put(depthOf(job.id), { kind: "job", key: job.id, job });
  const edges = jobs.flatMap(({ id, needs }) =>
    needs
      .filter((needed) => depthOf(needed) < depthOf(id))
      .flatMap((needed) => {
        const bends = bendsBetween(needed, id, depthOf(needed), depthOf(id));
        for (const [layer, key] of bends) put(layer, { kind: "bend", key });
        const keys = [needed, ...bends.map(([, key]) => key), id];
        return keys.slice(1).map((to, index) => ({ from: keys[index] ?? "", to, jobs: [needed, id] as const }));
      }),
  );
  return { layers: order(layers, edges), edges };
}
