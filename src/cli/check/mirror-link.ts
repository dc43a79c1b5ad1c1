import { realpathSync, statSync } from "node:fs";
import { copyFile, readlink, symlink } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

/** From where to where files are copied. */
export interface Copied {
  readonly repository: string;
  readonly mirror: string;
}

/** The path from the folder; `undefined` when it does not lie in it. */
export function pathWithin(folder: string, path: string): string | undefined {
  const found = relative(folder, path);
  return found === ".." || found.startsWith(`..${sep}`) || isAbsolute(found) ? undefined : found;
}

/** Where a path really leads; `undefined` when nothing is there. */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** The path from the repository to what the link leads to, as the same link in the mirror may say it. */
function targetWithin({ repository }: Copied, link: string, target: string): string | undefined {
  const roots = [repository, realPath(repository) ?? repository];
  const real = realPath(link);
  const named = roots
    .map((root) => pathWithin(root, resolve(dirname(link), target)))
    .find((path) => path !== undefined);
  const led = real && roots.map((root) => pathWithin(root, real)).find((path) => path !== undefined);
  // Words that lead elsewhere by way of another link do not count; words that lead nowhere are all there is.
  return real === undefined || led !== undefined ? (named ?? led) : undefined;
}

/**
 * Makes a link of the repository in the mirror so that nothing outside of the mirror can be written through it: it leads
 * to the copy of what it led to. Of a file outside of the repository a copy takes its place; a folder outside is not
 * there, as in any other checkout.
 */
export async function mirrorLink(copied: Copied, path: string): Promise<void> {
  const [from, to] = [join(copied.repository, path), join(copied.mirror, path)];
  const target = targetWithin(copied, from, await readlink(from));
  if (target !== undefined) {
    await symlink(relative(dirname(to), join(copied.mirror, target)) || ".", to);
  } else if (statSync(from, { throwIfNoEntry: false })?.isFile()) {
    await copyFile(from, to);
  } else {
    // `.git` is no folder in the mirror: below it nothing can be read or made.
    await symlink(join(copied.mirror, ".git", "outside-of-the-repository"), to);
  }
}
