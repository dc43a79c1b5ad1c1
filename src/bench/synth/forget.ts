import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** What tidegate keeps beside itself from run to run, by the end of its files' names. */
const kept = {
  /** Which files it has found sound. */
  found: [".sound"],
  /** Its compiled code, too. */
  all: [".sound", ".cache"],
} as const;

export type Forgotten = keyof typeof kept;

/** Deletes what earlier runs have left, so that the next one checks everything. */
export function forget(folder: string, what: Forgotten): void {
  for (const path of keptFiles(folder, what)) rmSync(path);
}

/** What tidegate keeps, as paths. */
export function keptFiles(folder: string, what: Forgotten): readonly string[] {
  const lib = join(folder, "node_modules/tidegate/lib");
  const ends: readonly string[] = kept[what];
  return readdirSync(lib)
    .filter((name) => ends.some((end) => name.endsWith(end)))
    .map((name) => join(lib, name));
}
