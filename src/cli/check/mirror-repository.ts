import { constants, existsSync, lstatSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { copyFile, lstat, mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Ending } from "./await-ending.ts";
import { gitFolder, repositoryPaths, walk } from "./git-files.ts";
import { type Copied, mirrorLink } from "./mirror-link.ts";
import { makeScratchFolder } from "./scratch-folder.ts";

/** A copy of a repository in which synth may write what it likes. */
export interface Mirror {
  readonly directory: string;
  /** Whether the file is there exactly as it was copied: nobody wrote it since. */
  isUntouched(path: string): boolean;
}

/** What changes with every write to a file, or when a link is made anew. */
function traceOf(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found && `${found.ino} ${found.size} ${found.mtimeMs}`;
}

/** In bytes; what is not there any more counts nothing. */
function sizeOf(repository: string, paths: readonly string[]): number {
  const sizes = paths.map((path) => lstatSync(join(repository, path), { throwIfNoEntry: false })?.size ?? 0);
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** So many files are copied at a time. */
const batchSize = 64;

async function copy(copied: Copied, path: string): Promise<void> {
  const [from, to] = [join(copied.repository, path), join(copied.mirror, path)];
  const found = await lstat(from).catch(() => undefined);
  if (found?.isSymbolicLink()) {
    await mirrorLink(copied, path);
  } else if (found?.isFile()) {
    await copyFile(from, to, constants.COPYFILE_FICLONE);
  } else if (found?.isDirectory()) {
    await mkdir(to, { recursive: true });
  }
}

/** What is to be copied. A submodule is listed as one path. */
function pathsToCopy(repository: string): readonly string[] {
  return repositoryPaths(repository).flatMap((path) => {
    const isFolder = lstatSync(join(repository, path), { throwIfNoEntry: false })?.isDirectory();
    return isFolder ? [path, ...walk(repository, path.replace(/\/$/, ""))] : [path];
  });
}

/** The folder of installed packages that a module in the directory would find first. */
function installedPackages(directory: string): string | undefined {
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "node_modules"))) return join(folder, "node_modules");
    if (folder === dirname(folder)) return undefined;
  }
}

/**
 * Copies what is committed, or would be, to a temporary folder, and links the installed packages there. git answers in
 * it as in the repository. No other link leads out of it.
 * @param ending removes it
 */
export async function mirrorRepository(repository: string, ending: Ending): Promise<Mirror> {
  const paths = pathsToCopy(repository);
  const directory = makeScratchFolder({ files: paths.length, bytes: sizeOf(repository, paths) });
  // What is being copied just now may come in between.
  ending.add(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));
  for (const folder of new Set(paths.map(dirname))) mkdirSync(join(directory, folder), { recursive: true });
  for (let index = 0; index < paths.length; index += batchSize) {
    const batch = paths.slice(index, index + batchSize);
    await Promise.all(batch.map((path) => copy({ repository, mirror: directory }, path)));
  }
  const traces = new Map(paths.map((path) => [path, traceOf(join(directory, path))]));
  const packages = installedPackages(repository);
  if (packages !== undefined && !lstatSync(join(directory, "node_modules"), { throwIfNoEntry: false })) {
    symlinkSync(packages, join(directory, "node_modules"), "junction");
  }
  const git = gitFolder(repository);
  if (git !== undefined) writeFileSync(join(directory, ".git"), `gitdir: ${git}\n`);
  return {
    directory,
    isUntouched: (path) => traces.get(path) !== undefined && traces.get(path) === traceOf(join(directory, path)),
  };
}
