import { accessSync, constants, existsSync, lstatSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

const may = (path: string, mode: number) => {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
};

/** The nearest folder above that exists. */
function existingFolder(path: string): string {
  const folder = dirname(path);
  return existsSync(folder) || folder === dirname(folder) ? folder : existingFolder(folder);
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

/** Where what is written to the path would go: links are followed, those too that lead to nothing yet. */
function destinationOf(path: string): string {
  const folder = dirname(path);
  if (!existsSync(path) && isLink(path)) {
    return resolve(realpathSync(folder), readlinkSync(path));
  }
  return existsSync(path) ? realpathSync(path) : join(folder === path ? folder : destinationOf(folder), basename(path));
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/**
 * Why a file cannot be put there, before anything else is written; `undefined` when it can. A file that is read-only
 * by its mode is no reason: projen makes its files so, and lifts it to write.
 * @param path absolute
 * @param root what a link must not lead out of, absolute
 */
export function findUnwritable(path: string, root: string): string | undefined {
  const folder = existingFolder(path);
  const destination = destinationOf(path);
  const realRoot = existsSync(root) ? realpathSync(root) : root;
  // Where `tidegate check` lets links lead that would lead out of the repository.
  const isHidden = isWithin(join(realRoot, ".git"), destination);
  if (isHidden || !isWithin(realRoot, destination)) {
    const where = isHidden ? "" : `, to ${destination}`;
    return `A link leads from there out of the project${where}. Put a folder or a file of its own in place of the link.`;
  }
  if (existsSync(path) && statSync(path).isDirectory()) {
    return "It is a folder. Move it away, or choose another name for the file.";
  }
  if (!statSync(folder).isDirectory()) {
    return `${folder} is a file, not a folder. Move it away.`;
  }
  if (existsSync(path) && !may(path, constants.R_OK)) {
    return "It cannot be read, so nobody can tell what would be lost. Give yourself the right to read it.";
  }
  return may(folder, constants.W_OK)
    ? undefined
    : `${folder} cannot be written to. Give yourself the right to write there.`;
}
