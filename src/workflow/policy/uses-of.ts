import { type Fields, fieldsOf, type Path, type WorkflowView } from "../check/workflow-view.ts";
import { oncePerView } from "./once-per-view.ts";

export interface Use {
  readonly uses: string;
  /** Of the `uses` itself. */
  readonly path: Path;
  /** `owner/name` in lower case; `undefined` for the repository's own and for images. */
  readonly repository: string | undefined;
  readonly ref: string;
  /** What it is given. */
  readonly inputs: Fields;
  /** Of the step or job that uses it. */
  readonly fields: Fields;
  readonly userPath: Path;
  readonly isWorkflow: boolean;
}

function toUse(uses: string, path: Path, fields: Fields): Use {
  const [name = "", ref = ""] = uses.split("@");
  const [owner, repository] = name.split("/").filter((part) => part !== "" && part !== ".");
  const isElsewhere = !uses.startsWith("./") && !uses.startsWith("$/") && !uses.startsWith("docker://");
  return {
    uses,
    path: [...path, "uses"],
    repository: isElsewhere && owner && repository ? `${owner}/${repository}`.toLowerCase() : undefined,
    ref,
    inputs: fieldsOf(fields.with),
    fields,
    userPath: path,
    isWorkflow: path.length === 2,
  };
}

/** Everything the workflow takes from elsewhere: actions of steps and reusable workflows of jobs. */
export const usesOf: (view: WorkflowView) => readonly Use[] = oncePerView(({ jobs }) =>
  jobs
    .flatMap((job) => [job, ...job.steps])
    .flatMap(({ path, fields }) => (typeof fields.uses === "string" ? [toUse(fields.uses, path, fields)] : [])),
);

/** Whether it is part of the same repository at the same commit. */
export function isOwn({ uses }: Use): boolean {
  return uses.startsWith("./") || uses.startsWith("$/");
}
