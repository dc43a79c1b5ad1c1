import type { WorkflowView } from "../check/workflow-view.ts";

/** Computes once for each file, however many rules ask. */
export function oncePerView<T extends object>(compute: (view: WorkflowView) => T): (view: WorkflowView) => T {
  const known = new WeakMap<WorkflowView, T>();
  return (view) => {
    const before = known.get(view);
    if (before) return before;
    const now = compute(view);
    known.set(view, now);
    return now;
  };
}
