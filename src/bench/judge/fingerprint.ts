import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

/** Names the sources that results depend on, so that results of two versions are never mixed: the worker's and all that it imports. */
export function sourcesFingerprint(): string {
  const hash = createHash("sha256");
  const worker = new URL("worker.ts", import.meta.url);
  for (const [path, text] of [...sourcesOf(worker)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(relative(fileURLToPath(new URL("..", worker)), path)).update(text);
  }
  return hash.digest("hex").slice(0, 12);
}

/** Key: a file's path; value: its text. */
function sourcesOf(start: URL): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const waiting = [start];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const path = fileURLToPath(file);
    if (texts.has(path)) continue;
    const text = readFileSync(path, "utf8");
    texts.set(path, text);
    for (const [, imported = ""] of text.matchAll(/ from "(\.[^"]+)"/g)) waiting.push(new URL(imported, file));
  }
  return texts;
}
