import { type Document, isNode, LineCounter, parseDocument } from "yaml";

export type Path = readonly (string | number)[];
export type Fields = Readonly<Record<string, unknown>>;

export interface StepView {
  readonly path: Path;
  readonly fields: Fields;
}

export interface JobView {
  readonly id: string;
  readonly path: Path;
  readonly fields: Fields;
  readonly steps: readonly StepView[];
}

/** A workflow file as its rules see it: whatever it holds, read without assuming that it is sound. */
export interface WorkflowView {
  readonly fields: Fields;
  readonly triggers: Fields;
  readonly jobs: readonly JobView[];
  /** The remark behind the value at the path. */
  remark(path: Path): string | undefined;
  /** From 1; of the nearest enclosing thing that is in the file. */
  lineOf(path: Path): number;
  /** The step, job or nothing that the line belongs to. */
  pathAt(line: number): Path;
  /** Why the file is not YAML; then everything else is empty. */
  readonly syntaxErrors: readonly { readonly message: string; readonly line: number }[];
}

/** The value as a mapping; empty when it is none. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function triggersOf(on: unknown): Fields {
  const names = typeof on === "string" ? [on] : Array.isArray(on) ? on.map(String) : undefined;
  return names ? Object.fromEntries(names.map((name) => [name, null])) : fieldsOf(on);
}

function toJob(id: string, value: unknown): JobView {
  const fields = fieldsOf(value);
  const path = ["jobs", id];
  const steps = Array.isArray(fields.steps) ? fields.steps : [];
  return {
    id,
    path,
    fields,
    steps: steps.map((step, index) => ({ path: [...path, "steps", index], fields: fieldsOf(step) })),
  };
}

function lineOf(document: Document, counter: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) {
      return counter.linePos(node.range[0]).line;
    }
  }
  return 1;
}

/** The last of the items that begins at or before the line. */
function lastBefore<T>(items: readonly T[], line: number, begin: (item: T) => number): T | undefined {
  return items.findLast((item) => begin(item) <= line);
}

/** Reads the text of a workflow file. Never throws: what is not YAML gives an empty view with its syntax errors. */
export function viewWorkflow(content: string): WorkflowView {
  const counter = new LineCounter();
  const document = parseDocument(content, { lineCounter: counter });
  const fields = document.errors.length > 0 ? {} : fieldsOf(document.toJS());
  const jobs = Object.entries(fieldsOf(fields.jobs)).map(([id, value]) => toJob(id, value));
  const lineAt = (path: Path) => lineOf(document, counter, path);
  const jobsLine = jobs.length > 0 ? lineAt(["jobs"]) : Number.POSITIVE_INFINITY;
  return {
    fields,
    triggers: triggersOf(fields.on),
    jobs,
    remark(path) {
      const node = document.getIn(path, true);
      return isNode(node) ? node.comment?.trim() : undefined;
    },
    lineOf: lineAt,
    pathAt(line) {
      const job = line < jobsLine ? undefined : lastBefore(jobs, line, ({ path }) => lineAt(path) - 1);
      const step = lastBefore(job?.steps ?? [], line, ({ path }) => lineAt(path));
      return step?.path ?? job?.path ?? [];
    },
    syntaxErrors: document.errors.map(({ message, pos }) => ({ message, line: counter.linePos(pos[0]).line })),
  };
}

/** `jobs.image.steps.build`: steps by their ids where they have one, else by their number from 1. */
export function placeOf(view: WorkflowView, path: Path): string {
  const [, jobId, , index] = path;
  if (jobId === undefined || path[0] !== "jobs") {
    return "";
  }
  const step = view.jobs.find(({ id }) => id === jobId)?.steps[Number(index)];
  const name = step?.fields.id ?? (index === undefined ? undefined : Number(index) + 1);
  return path[2] === "steps" && step ? `jobs.${jobId}.steps.${name}` : `jobs.${jobId}`;
}
