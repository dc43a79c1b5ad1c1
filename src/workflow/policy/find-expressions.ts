import type { Path, WorkflowView } from "../check/workflow-view.ts";
import { splitText } from "../expression/split-text.ts";
import { parseExpression, type Tree } from "./expression-tree.ts";
import { oncePerView } from "./once-per-view.ts";

/** An expression in a file. */
export interface FoundExpression {
  /** Of the text it stands in. */
  readonly path: Path;
  /** The whole text it stands in. */
  readonly text: string;
  /** Without `${{ }}`. */
  readonly source: string;
  /** `undefined` when GitHub cannot read it. */
  readonly tree: Tree | undefined;
  /** The value of an `if`. */
  readonly isCondition: boolean;
}

/** What stands between each `${{` and its `}}`. */
export function sourcesIn(text: string): readonly string[] {
  return splitText(text).flatMap((part) => (part.kind === "expression" ? [part.source] : []));
}

/** Every text in a value, with its path. */
export function textsIn(value: unknown, path: Path): readonly { readonly path: Path; readonly text: string }[] {
  if (typeof value === "string") {
    return [{ path, text: value }];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => textsIn(item, [...path, index]));
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, item]) => textsIn(item, [...path, key]))
    : [];
}

/** `jobs.x.if`, `jobs.x.steps[n].if` and an action's `runs.steps[n].if`, and nothing else of that name. */
function isConditionPath(path: Path): boolean {
  const inOwner = path[0] === "jobs" ? path.slice(2) : path[0] === "runs" && path.length > 2 ? path.slice(1) : [];
  return inOwner.at(-1) === "if" && (inOwner.length === 1 || (inOwner.length === 3 && inOwner[0] === "steps"));
}

function expressionsOfText({ path, text }: { readonly path: Path; readonly text: string }): readonly FoundExpression[] {
  const isCondition = isConditionPath(path);
  const isMarked = text.includes("${{");
  if (!isMarked && !isCondition) {
    return [];
  }
  const sources = isMarked ? sourcesIn(text) : [text.trim()];
  return sources.map((source) => ({ path, text, source, tree: parseExpression(source), isCondition }));
}

/** All expressions of a file, in its order. */
export const findExpressions: (view: WorkflowView) => readonly FoundExpression[] = oncePerView((view) =>
  textsIn(view.fields, []).flatMap(expressionsOfText),
);
