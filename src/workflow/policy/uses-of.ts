import { type Fields, fieldsOf, type Path, type WorkflowView } from "../check/workflow-view.ts";
import { oncePerView } from "./once-per-view.ts";

export interface Use {
  readonly uses: string;
  /** Of the `uses` itself. */
  readonly path: Path;
  /** `owner/name` in lower case; `undefined` for the repository's own and for images. */
  readonly repository: string | undefined;
  /** The same with the folder or file behind it: `actions/cache/restore`. */
  readonly action: string | undefined;
  readonly ref: string;
  /** What it is given, by names in lower case: GitHub does not tell case apart. */
  readonly inputs: Fields;
  /** Of the step or job that uses it. */
  readonly fields: Fields;
  readonly userPath: Path;
  readonly isWorkflow: boolean;
}

const withLowerNames = (inputs: Fields): Fields =>
  Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name.toLowerCase(), value]));

/** Where an input is in the file, by its name in whatever case. */
export function inputPath({ userPath, fields }: Use, input: string): Path {
  const names = Object.keys(fieldsOf(fields.with));
  const written = names.findLast((name) => name.toLowerCase() === input.toLowerCase());
  return [...userPath, "with", written ?? input];
}

function toUse(uses: string, path: Path, fields: Fields): Use {
  const [name = "", ref = ""] = uses.split("@");
  const parts = name.toLowerCase().split("/");
  const [owner, repository, ...folder] = parts.filter((part) => part !== "" && part !== ".");
  const isElsewhere = !uses.startsWith("./") && !uses.startsWith("$/") && !uses.startsWith("docker://");
  const isRemote = isElsewhere && owner !== undefined && repository !== undefined;
  return {
    uses,
    path: [...path, "uses"],
    repository: isRemote ? `${owner}/${repository}` : undefined,
    action: isRemote ? [owner, repository, ...folder].join("/") : undefined,
    ref,
    inputs: withLowerNames(fieldsOf(fields.with)),
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
