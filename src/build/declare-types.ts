import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { BuildError } from "./build-error.ts";
import { repositoryRoot } from "./repository-root.ts";

/**
 * Writes the package's type declarations with the TypeScript compiler.
 *
 * @param folder from the repository's root
 * @throws BuildError with the compiler's words
 */
export function declareTypes(folder: string): void {
  const compiler = join(repositoryRoot, "node_modules/typescript/bin/tsc");
  const args = [compiler, "-p", join(repositoryRoot, "src/build/tsconfig.types.json"), "--outDir", folder];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: repositoryRoot, encoding: "utf8" });
  if (status !== 0) throw new BuildError(`Type declarations could not be made:\n${stdout}${stderr}`);
}
