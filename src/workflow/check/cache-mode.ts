import { type Document, isMap, isScalar, LineCounter, parseDocument } from "yaml";
import type { CacheMode } from "../model/job.ts";

/**
 * GitHub has `cache-mode` since 2026-09-10, and its parser calls it an error wherever it stands. All of this can go when
 * the parser knows it. @see https://github.blog/changelog/
 */
export const unknownCacheMode = "Unexpected value 'cache-mode'";

const modes: Readonly<Record<CacheMode, true>> = { read: true, write: true, "write-only": true, none: true };

/** The values of `cache-mode` where a workflow has it, by the offsets of their keys. */
function cacheModesIn(document: Document): ReadonlyMap<number, unknown> {
  const jobs = document.get("jobs", true);
  const owners = [document.contents, ...(isMap(jobs) ? jobs.items.map(({ value }) => value) : [])];
  const pairs = owners.flatMap((owner) => (isMap(owner) ? owner.items : []));
  return new Map(
    pairs.flatMap(({ key, value }) =>
      isScalar(key) && key.value === "cache-mode" && key.range
        ? [[key.range[0], isScalar(value) ? value.value : undefined] as const]
        : [],
    ),
  );
}

/** Where a key begins, both from 0 as in the language server protocol. */
interface Position {
  readonly line: number;
  readonly character: number;
}

/**
 * Judges each `cache-mode` that the parser does not know, by where its key is: at the top of a workflow or at a job it
 * is sound with a value that GitHub has.
 * @returns what is wrong with the one at the position; `undefined` when nothing is
 */
export function cacheModeProblems(content: string): (position: Position) => string | undefined {
  const counter = new LineCounter();
  const known = cacheModesIn(parseDocument(content, { lineCounter: counter }));
  return ({ line, character }) => {
    const offset = (counter.lineStarts[line] ?? Number.NaN) + character;
    if (!known.has(offset)) return unknownCacheMode;
    const value = known.get(offset);
    return typeof value === "string" && Object.hasOwn(modes, value)
      ? undefined
      : `cache-mode is ${JSON.stringify(value) ?? "no text"}. Write one of ${Object.keys(modes).join(", ")}.`;
  };
}
