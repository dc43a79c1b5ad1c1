import { relative, sep } from "node:path";
import type { OutputFile } from "esbuild";

/** Text of each built file, by its path from the output folder, in the order of the paths. */
export type BundledFiles = ReadonlyMap<string, string>;

export function bundledFiles(files: readonly OutputFile[], folder: string): BundledFiles {
  const named = files.map(({ path, text }): [string, string] => [relative(folder, path).replaceAll(sep, "/"), text]);
  return new Map(named.sort(([left], [right]) => (left < right ? -1 : 1)));
}
