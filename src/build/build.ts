import { chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { TidegateError } from "../errors/tidegate-error.ts";
import { BuildError } from "./build-error.ts";
import { bundleActions } from "./bundle-actions.ts";
import { bundleLibrary } from "./bundle-library.ts";
import type { BundledFiles } from "./bundled-files.ts";
import { declareTypes } from "./declare-types.ts";
import { actionFiles } from "./generate-action-files.ts";
import { repositoryRoot } from "./repository-root.ts";

interface BuildOptions {
  /** Compares with what is committed instead of writing. */
  readonly check: boolean;
  /** Writes type declarations into lib/types too. */
  readonly types: boolean;
  /** Only actions/dist and what else is committed, not lib. */
  readonly actionsOnly: boolean;
  readonly log: (line: string) => void;
}

/** `npm run build`: action.yml files, typed step functions, actions/dist and lib. */
async function run({ check, types, actionsOnly, log }: BuildOptions): Promise<void> {
  const committed = await committedFiles();
  if (check) return refuseDifferences(committed, log);
  await writeFiles("", committed);
  await removeStrangers("actions/dist", committed);
  log(`actions: ${committed.size} files, ${kilobytes(committed)} kB`);
  if (actionsOnly) return;
  const library = await bundleLibrary();
  await rm(join(repositoryRoot, "lib"), { recursive: true, force: true });
  await writeFiles("lib", library);
  await chmod(join(repositoryRoot, "lib/cli.js"), 0o755);
  log(`lib: ${library.size} files, ${kilobytes(library)} kB`);
  if (types) declareTypes("lib/types");
}

/** Everything that is built and committed, by path from the root. */
async function committedFiles(): Promise<BundledFiles> {
  const generated = await actionFiles();
  const bundles = await bundleActions();
  return new Map([
    ...generated,
    ...[...bundles].map(([name, text]): [string, string] => [`actions/dist/${name}`, text]),
  ]);
}

async function refuseDifferences(files: BundledFiles, log: (line: string) => void): Promise<void> {
  const differing = [];
  for (const [path, text] of files) {
    const found = await readFile(join(repositoryRoot, path), "utf8").catch(() => undefined);
    if (found !== text) differing.push(path);
  }
  differing.push(...(await strangers("actions/dist", files)));
  if (differing.length > 0) {
    throw new BuildError(`Not what the source builds: ${differing.join(", ")}. Run \`npm run build\` and commit them.`);
  }
  log(`${files.size} generated files are current`);
}

async function writeFiles(folder: string, files: BundledFiles): Promise<void> {
  for (const [path, text] of files) {
    const target = join(repositoryRoot, folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}

/** Files in a folder of generated ones that this build does not make, by path from the root. */
async function strangers(folder: string, files: BundledFiles): Promise<readonly string[]> {
  const names = await readdir(join(repositoryRoot, folder)).catch(() => []);
  return names.map((name) => `${folder}/${name}`).filter((path) => !files.has(path));
}

async function removeStrangers(folder: string, files: BundledFiles): Promise<void> {
  for (const path of await strangers(folder, files)) await rm(join(repositoryRoot, path));
}

function kilobytes(files: BundledFiles): number {
  return Math.round([...files.values()].reduce((total, text) => total + Buffer.byteLength(text), 0) / 1000);
}

const { values } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    types: { type: "boolean", default: false },
    quiet: { type: "boolean", default: false },
    "actions-only": { type: "boolean", default: false },
  },
});
try {
  await run({ ...values, actionsOnly: values["actions-only"], log: values.quiet ? () => {} : console.log });
} catch (error) {
  console.error(error instanceof TidegateError ? error.message : error);
  process.exitCode = 1;
}
