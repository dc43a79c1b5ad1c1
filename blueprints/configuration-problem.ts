import { readFileSync } from "node:fs";
import type { CallSite } from "../src/errors/call-site.ts";
import { type Declaration, isDeclaration } from "./declaration.ts";
import { findInSource, type Key } from "./find-in-source.ts";

/** Something in the options that cannot be, as its user would name it. */
export interface Problem {
  /** From the blueprint's options: `["environments", 1, "strategy", "steps"]`. */
  readonly path: readonly Key[];
  /** What is wrong, the value seen, what to write instead. */
  readonly message: string;
}

/** A problem and the line it is on. */
export interface PlacedProblem extends Problem {
  readonly place: CallSite | undefined;
}

/** `environments[1].strategy.steps`. */
export function formatPath(path: readonly Key[]): string {
  return path.map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`)).join("");
}

/**
 * Finds the line of a problem: the innermost helper call on the way to it says where it was called, and from there its
 * source is read for the keys that are left.
 */
export function placeProblem(blueprint: Declaration, problem: Problem): PlacedProblem {
  let declaration = blueprint;
  let value: unknown = blueprint.args.at(-1);
  let keys: Key[] = [blueprint.args.length - 1];
  for (const key of problem.path) {
    value = (value as Record<Key, unknown> | undefined)?.[key];
    keys.push(key);
    if (isDeclaration(value)) {
      declaration = value;
      keys = [value.args.length - 1];
      value = value.args.at(-1);
    }
  }
  return { ...problem, place: declaration.place && refine(declaration.place, keys) };
}

function refine(place: CallSite, keys: readonly Key[]): CallSite {
  const source = readSource(place.file);
  if (source === undefined || keys.length < 2) {
    return place;
  }
  const lineStart = nthLineStart(source, place.line);
  const offset = findInSource(source, lineStart + place.column - 1, keys);
  const before = source.slice(0, offset).split("\n");
  return { file: place.file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The source is only read to say a line; without it the call's own line has to do. */
function readSource(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function nthLineStart(source: string, line: number): number {
  return source.split("\n", line - 1).reduce((length, text) => length + text.length + 1, 0);
}
