import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

const importPattern = /(?:from|import)\s*\(?\s*"(\.[^"]+)"/g;

/**
 * Deletes the declarations in a folder that no entry leads to.
 *
 * @returns the paths of those that stay
 */
export function pruneTypes(folder: string, entries: readonly string[]): readonly string[] {
  const reached = reachable(entries, (path) => readFileSync(join(folder, path), "utf8"));
  const stays = (path: string) => reached.has(relative(folder, path).split(sep).join("/"));
  const { kept = [], pruned = [] } = Object.groupBy(declarationsIn(folder), (path) =>
    stays(path) ? "kept" : "pruned",
  );
  for (const path of pruned) rmSync(path);
  return kept;
}

function declarationsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".d.ts"))
    .map((path) => join(folder, path));
}

/** The text of each declaration that the entries lead to, by path. */
function reachable(entries: readonly string[], read: (path: string) => string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const waiting = [...entries];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    const text = read(path);
    found.set(path, text);
    for (const [, specifier = ""] of text.matchAll(importPattern)) {
      waiting.push(
        join(dirname(path), specifier.replace(/\.[jt]s$/, ".d.ts"))
          .split(sep)
          .join("/"),
      );
    }
  }
  return found;
}
