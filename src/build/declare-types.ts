import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { BuildError } from "./build-error.ts";
import { plainTypes } from "./plain-types.ts";
import { pruneTypes } from "./prune-types.ts";
import { repositoryRoot } from "./repository-root.ts";

/** What the package's `exports` name. */
const entries = ["blueprints/index.d.ts", "src/workflow/index.d.ts", "src/testing/index.d.ts"];

/** The package that is bundled and that our types are inferred from. */
const bundled = "zod";

/**
 * Writes the package's type declarations with the TypeScript compiler.
 *
 * @param folder absolute, or from the repository's root
 * @throws BuildError with the compiler's words
 */
export function declareTypes(folder: string): void {
  const types = resolve(repositoryRoot, folder);
  const config = ts.getParsedCommandLineOfConfigFile(
    join(repositoryRoot, "src/build/tsconfig.types.json"),
    { outDir: types },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (problem) => refuse([problem]) },
  );
  if (config === undefined) throw new BuildError("src/build/tsconfig.types.json cannot be read.");
  const program = ts.createProgram(config.fileNames, config.options);
  refuse([...config.errors, ...ts.getPreEmitDiagnostics(program)]);
  const afterDeclarations = [plainTypes(program.getTypeChecker(), bundled)];
  const { diagnostics } = program.emit(undefined, undefined, undefined, true, { afterDeclarations });
  refuse(diagnostics);
  for (const path of pruneTypes(types, entries)) {
    if (readFileSync(path, "utf8").includes(`"${bundled}"`)) {
      throw new BuildError(
        `${path} mentions ${bundled} in more than a schema and its type: an adopter has no ${bundled}.`,
      );
    }
  }
}

function refuse(problems: readonly ts.Diagnostic[]): void {
  if (problems.length === 0) return;
  const host = {
    getCanonicalFileName: (path: string) => path,
    getCurrentDirectory: () => repositoryRoot,
    getNewLine: () => "\n",
  };
  throw new BuildError(`Type declarations could not be made:\n${ts.formatDiagnostics(problems, host)}`);
}
