import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const imports = ["test/blueprints/tidegate-from-source.mjs", "src/build/json-imports.mjs"].map(
  (file) => `--import=${pathToFileURL(join(root, file)).href}`,
);

export interface SynthResult {
  readonly code: number | null;
  readonly output: string;
}

/** A copy of a folder of this repository, somewhere else, whose `.projenrc.ts` can be run as its owner would. */
export interface ScratchRepository {
  readonly folder: string;
  /** `node .projenrc.ts`, in a process of its own. */
  synth(): SynthResult;
  /** `npx projen`, as far as it needs no network. */
  projen(...args: readonly string[]): SynthResult;
  /** Text of every file, by path. */
  files(): ReadonlyMap<string, string>;
  remove(): void;
}

/** @param source from this repository's root */
export function scratchRepository(source: string): ScratchRepository {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-synth-"));
  cpSync(join(root, source), folder, { recursive: true });
  const run = (...args: readonly string[]) => runNode(folder, args);
  return {
    folder,
    synth: () => run(".projenrc.ts"),
    projen: (...args) => run(join(root, "node_modules/projen/bin/projen"), ...args),
    files: () => readFiles(folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function runNode(cwd: string, args: readonly string[]): SynthResult {
  const { CI: _, NODE_ENV: __, VITEST: ___, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: "utf8",
    env: { ...env, PROJEN_DISABLE_POST: "true", NODE_OPTIONS: imports.join(" ") },
  });
  return { code: status, output: stdout + stderr };
}

function readFiles(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.sort().map((path) => [relative(folder, path), readFileSync(path, "utf8")]));
}
