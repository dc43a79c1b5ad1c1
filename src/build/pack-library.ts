import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BuildError } from "./build-error.ts";
import { bundleLibrary } from "./bundle-library.ts";
import { declareTypes } from "./declare-types.ts";
import { repositoryRoot } from "./repository-root.ts";

/** What package.json says is published, but for the library itself: files and folders, patterns as the folder they begin in. */
function publishedPaths(): readonly string[] {
  const { files }: { readonly files: readonly string[] } = JSON.parse(
    readFileSync(join(repositoryRoot, "package.json"), "utf8"),
  );
  const paths = files.filter((path) => path !== "lib").map((path) => path.replace(/\/[^/]*\*.*$/, ""));
  return [...new Set(paths)];
}

/**
 * Packs what the source builds now, beside the checkout, whose own lib others may be using.
 *
 * @param folder may be used freely, and holds the result
 * @returns the path of the tarball
 * @throws BuildError when npm refuses
 */
export async function packLibrary(folder: string): Promise<string> {
  const staging = join(folder, "staging");
  rmSync(staging, { recursive: true, force: true });
  for (const [path, text] of await bundleLibrary()) {
    mkdirSync(dirname(join(staging, "lib", path)), { recursive: true });
    writeFileSync(join(staging, "lib", path), text, { mode: path === "cli.js" ? 0o755 : 0o644 });
  }
  declareTypes(join(staging, "lib/types"));
  // What the examples' own runs leave behind; `actions/coverage` is an action.
  const filter = (path: string) => !/[\\/]examples[\\/].*[\\/](node_modules|coverage)$/.test(path);
  for (const path of ["package.json", ...publishedPaths()]) {
    cpSync(join(repositoryRoot, path), join(staging, path), { recursive: true, filter });
  }
  const args = ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder];
  const { status, stderr } = spawnSync("npm", args, { cwd: staging, encoding: "utf8" });
  const name = readdirSync(folder).find((found) => found.endsWith(".tgz"));
  if (status !== 0 || name === undefined) throw new BuildError(`npm pack failed: ${stderr}`);
  return join(folder, name);
}
