import { type Document, isMap, isNode, isScalar, type LineCounter, type Node, visit } from "yaml";
import type { Pin } from "../pins/pin.ts";
import type { CalledText } from "./called-texts.ts";
import { type Comment, findComments } from "./find-comments.ts";
import { parseYaml } from "./parse-yaml.ts";

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
  /** Of the file, from the root of the repository. */
  readonly path: string;
  readonly fields: Fields;
  readonly triggers: Fields;
  readonly jobs: readonly JobView[];
  /** Those of a file that ignores anything; there is no other use for them. */
  readonly comments: readonly Comment[];
  /** What the repository has pinned itself. */
  readonly pins: readonly Pin[];
  /** Another workflow of the repository, by its path from the root; `undefined` when it is not known. */
  called(path: string): WorkflowView | undefined;
  /** The remark behind the value at the path. */
  remark(path: Path): string | undefined;
  /** From 1; of its key, or else of the nearest enclosing thing that is in the file. */
  lineOf(path: Path): number;
  /** The line its value ends at, from 1. */
  endOf(path: Path): number;
  /** The step, job or nothing that the line belongs to. */
  pathAt(line: number): Path;
  /** Why the file is not YAML as GitHub reads it; then everything else is empty. */
  readonly syntaxErrors: readonly { readonly message: string; readonly line: number }[];
}

/** The value as a mapping; empty when it is none. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** `on` in all its forms, as a mapping. */
export function triggersOf(on: unknown): Fields {
  const names = typeof on === "string" ? [on] : Array.isArray(on) ? on.map(String) : undefined;
  return names ? Object.fromEntries(names.map((name) => [name, null])) : fieldsOf(on);
}

function toJob(id: string, value: unknown, path: Path = ["jobs", id]): JobView {
  const fields = fieldsOf(value);
  const steps = Array.isArray(fields.steps) ? fields.steps : [];
  return {
    id,
    path,
    fields,
    steps: steps.map((step, index) => ({ path: [...path, "steps", index], fields: fieldsOf(step) })),
  };
}

/** The key of the path's value where it has one, else the value. */
function nodeAt(document: Document, path: Path): Node | undefined {
  const parent = document.getIn(path.slice(0, -1), true);
  const pair = isMap(parent)
    ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)))
    : undefined;
  const node = pair?.key ?? document.getIn(path, true);
  return isNode(node) ? node : undefined;
}

function lineOf(document: Document, counter: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const node = nodeAt(document, path.slice(0, length));
    if (node?.range) {
      return counter.linePos(node.range[0]).line;
    }
  }
  return 1;
}

function endOf(document: Document, counter: LineCounter, path: Path): number {
  const value = document.getIn(path, true);
  const end = isNode(value) ? value.range?.[1] : undefined;
  return end === undefined ? lineOf(document, counter, path) : counter.linePos(Math.max(end - 1, 0)).line;
}

/** The last of the items that begins at or before the line. */
function lastBefore<T>(items: readonly T[], line: number, begin: (item: T) => number): T | undefined {
  return items.findLast((item) => begin(item) <= line);
}

interface Parsed {
  readonly fields: Fields;
  readonly errors: WorkflowView["syntaxErrors"];
}

/** `if: ! cancelled()`: a tag without a name, which the parser takes away without a word. */
function findBareTags(document: Document.Parsed, counter: LineCounter): WorkflowView["syntaxErrors"] {
  const found: WorkflowView["syntaxErrors"][number][] = [];
  visit(document, {
    Scalar: (_, { tag, range }) => {
      const message =
        "A value begins with `! `, which YAML takes for a tag and drops. Put the value in quotes or in ${{ }}.";
      if (tag === "!") found.push({ message, line: counter.linePos(range?.[0] ?? 0).line });
    },
  });
  return found;
}

/** An unknown tag, as in `if: !cancelled()`, only warns the parser, which then takes the value for empty. */
function parse(document: Document.Parsed, counter: LineCounter, content: string): Parsed {
  const told = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    message: message.replace(/ at line \d+, column \d+:[\s\S]*/, "."),
    line: counter.linePos(pos[0]).line,
  }));
  const errors = /[\s[{,:]!\s/.test(content) ? [...told, ...findBareTags(document, counter)] : told;
  if (errors.length > 0) {
    return { fields: {}, errors };
  }
  try {
    return { fields: fieldsOf(document.toJS()), errors };
  } catch (error) {
    // Aliases that multiply one another beyond all measure.
    return { fields: {}, errors: [{ message: error instanceof Error ? error.message : String(error), line: 1 }] };
  }
}

/** What is known of a file beside its content. */
interface Surroundings {
  readonly path?: string;
  readonly pins?: readonly Pin[];
  readonly called?: readonly CalledText[];
}

/** Each is read when it is asked for first, and sees the same others. */
function viewCalled(texts: readonly CalledText[]): WorkflowView["called"] {
  const known = new Map<string, WorkflowView>();
  const called = (path: string) => {
    const text = known.has(path) ? undefined : texts.find((each) => each.path === path);
    if (text) known.set(path, { ...viewWorkflow(text.content, { path }), called });
    return known.get(path);
  };
  return called;
}

/**
 * Reads the text of a workflow file. Never throws: what is not YAML gives an empty view with its syntax errors.
 */
export function viewWorkflow(
  content: string,
  { path = "this workflow", pins = [], called = [] }: Surroundings = {},
): WorkflowView {
  const { document, counter } = parseYaml(content);
  const { fields, errors } = parse(document, counter, content);
  // The steps of an action stand in its `runs`, as those of a job in the job.
  const runs = fields.runs === undefined ? [] : [toJob("runs", fields.runs, ["runs"])];
  const jobs = [...Object.entries(fieldsOf(fields.jobs)).map(([id, value]) => toJob(id, value)), ...runs];
  const lineAt = (at: Path) => lineOf(document, counter, at);
  const jobsLine = jobs.length > 0 ? lineAt(["jobs"]) : Number.POSITIVE_INFINITY;
  return {
    path,
    called: viewCalled(called),
    fields,
    triggers: triggersOf(fields.on),
    jobs,
    pins,
    comments: /: ignore/.test(content) ? findComments(content) : [],
    remark(at) {
      const node = document.getIn(at, true);
      return isNode(node) ? node.comment?.trim() : undefined;
    },
    lineOf: lineAt,
    endOf: (at) => endOf(document, counter, at),
    pathAt(line) {
      const job = line <= jobsLine ? undefined : lastBefore(jobs, line, (each) => lineAt(each.path));
      const step = lastBefore(job?.steps ?? [], line, (each) => lineAt(each.path));
      return step?.path ?? job?.path ?? [];
    },
    syntaxErrors: errors,
  };
}

/** `jobs.image.steps.build`, in an action `runs.steps.build`: steps by their ids where they have one, else by number. */
export function placeOf(view: WorkflowView, path: Path): string {
  const isAction = path[0] === "runs";
  const owner = path.slice(0, isAction ? 1 : 2);
  const [key, index] = path.slice(owner.length);
  const steps = view.jobs.find((job) => job.path.join(".") === owner.join("."))?.steps;
  const step = key === "steps" ? steps?.[Number(index)] : undefined;
  if (step) {
    return [...owner, key, step.fields.id ?? Number(index) + 1].join(".");
  }
  return path[0] === "jobs" && owner.length === 2 ? owner.join(".") : "";
}
