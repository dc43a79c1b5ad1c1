import { accessSync, constants, existsSync, readlinkSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, parse, relative, resolve, sep } from "node:path";

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

/** What a link says; `undefined` where there is none. */
function targetOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** As many as Linux follows in one path. @see https://man7.org/linux/man-pages/man7/path_resolution.7.html */
const mostLinks = 40;

const namesOf = (path: string) => path.slice(parse(path).root.length).split(sep);

/**
 * Where what is written to the path would go: each link on the way is followed by itself, so that one may lead to
 * nothing yet. `undefined`: they go round in a circle, or never end.
 */
function destinationOf(path: string): string | undefined {
  let destination = parse(path).root;
  const ahead = namesOf(path);
  for (let links = 0; links <= mostLinks; ) {
    const name = ahead.shift();
    if (name === undefined) {
      return destination;
    }
    const next = resolve(destination, name);
    const target = targetOf(next);
    if (target === undefined) {
      destination = next;
    } else {
      links += 1;
      destination = isAbsolute(target) ? parse(target).root : destination;
      ahead.unshift(...namesOf(target));
    }
  }
  return undefined;
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
  const destination = destinationOf(resolve(path));
  if (destination === undefined) {
    return "Links lead from there to one another without end. Put a folder or a file of its own in place of the first.";
  }
  const realRoot = destinationOf(resolve(root)) ?? root;
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
