/** The first ring of nodes in which each leads to the next and the last to the first; `undefined` when there is none. */
export function findCycle(
  nodes: readonly string[],
  next: (node: string) => readonly string[],
): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (node: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(node)) {
      return trail.slice(trail.indexOf(node));
    }
    if (done.has(node)) {
      return undefined;
    }
    for (const after of next(node)) {
      const cycle = visit(after, [...trail, node]);
      if (cycle) {
        return cycle;
      }
    }
    done.add(node);
    return undefined;
  };
  for (const node of nodes) {
    const cycle = visit(node, []);
    if (cycle) {
      return cycle;
    }
  }
  return undefined;
}
