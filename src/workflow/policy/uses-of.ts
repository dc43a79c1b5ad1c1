import type { Path, WorkflowView } from "../check/workflow-view.ts";

export interface Use {
  readonly uses: string;
  /** Of the `uses` itself. */
  readonly path: Path;
}

/** Everything the workflow takes from elsewhere: actions of steps and reusable workflows of jobs. */
export function usesOf(view: WorkflowView): readonly Use[] {
  const users = view.jobs.flatMap((job) => [job, ...job.steps]);
  return users.flatMap(({ path, fields }) =>
    typeof fields.uses === "string" ? [{ uses: fields.uses, path: [...path, "uses"] }] : [],
  );
}

/** Whether it is part of the same repository at the same commit. */
export function isOwn({ uses }: Use): boolean {
  return uses.startsWith("./") || uses.startsWith("$/");
}
