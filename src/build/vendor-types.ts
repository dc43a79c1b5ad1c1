import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { BuildError } from "./build-error.ts";
import { repositoryRoot } from "./repository-root.ts";

const importPattern = /(?:from|import)\s*\(?\s*"(\.[^"]+)"/g;

/**
 * Copies the declarations of a bundled package, and has ours import them from there: an adopter does not install the
 * package, and without its types ours would silently be `any`.
 *
 * @param folder with our declarations
 * @param emptied modules whose names nobody uses, by their path from the package's root; they are not copied but empty
 * @throws BuildError when nothing imports the package any more
 */
export function vendorTypes(folder: string, name: string, emptied: readonly string[]): void {
  const importers = declarationsIn(folder).filter((path) => importOf(name).test(readFileSync(path, "utf8")));
  if (importers.length === 0) throw new BuildError(`No declaration imports ${name}; it need not be vendored.`);
  const source = join(repositoryRoot, "node_modules", name);
  const target = join(folder, "vendor", name);
  const read = (path: string) => (emptied.includes(path) ? "export {};\n" : readFileSync(join(source, path), "utf8"));
  for (const [path, text] of reachable(["index.d.ts"], read)) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), text);
  }
  copyFileSync(join(source, "LICENSE"), join(target, "LICENSE"));
  for (const path of importers) {
    const place = relative(dirname(path), join(target, "index.js")).split(sep).join("/");
    const specifier = place.startsWith(".") ? place : `./${place}`;
    writeFileSync(path, readFileSync(path, "utf8").replaceAll(importOf(name), `$1"${specifier}"`));
  }
}

/** Deletes the declarations that no entry leads to. */
export function pruneTypes(folder: string, entries: readonly string[]): void {
  const kept = reachable(entries, (path) => readFileSync(join(folder, path), "utf8"));
  for (const path of declarationsIn(folder)) {
    if (!kept.has(relative(folder, path).split(sep).join("/"))) rmSync(path);
  }
}

function importOf(name: string): RegExp {
  return new RegExp(`((?:from|import\\()\\s*)"${name}"`, "g");
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
