import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { BuildError } from "./build-error.ts";
import { repositoryRoot } from "./repository-root.ts";
import { pruneTypes, vendorTypes } from "./vendor-types.ts";

/** What the package's `exports` name. */
const entries = ["blueprints/index.d.ts", "src/workflow/index.d.ts", "src/testing/index.d.ts"];

/** Packages that are bundled and whose types ours mention; of zod, without its fifty translations. */
const vendored = { zod: ["v4/locales/index.d.ts"] };

/**
 * Writes the package's type declarations with the TypeScript compiler.
 *
 * @param folder absolute, or from the repository's root
 * @throws BuildError with the compiler's words
 */
export function declareTypes(folder: string): void {
  const compiler = join(repositoryRoot, "node_modules/typescript/bin/tsc");
  const args = [compiler, "-p", join(repositoryRoot, "src/build/tsconfig.types.json"), "--outDir", folder];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: repositoryRoot, encoding: "utf8" });
  if (status !== 0) throw new BuildError(`Type declarations could not be made:\n${stdout}${stderr}`);
  const types = resolve(repositoryRoot, folder);
  for (const [name, emptied] of Object.entries(vendored)) vendorTypes(types, name, emptied);
  pruneTypes(types, entries);
}
