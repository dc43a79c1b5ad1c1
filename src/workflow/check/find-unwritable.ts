import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname } from "node:path";

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

/**
 * Why a file cannot be put there, before anything else is written; `undefined` when it can. A file that is read-only
 * by its mode is no reason: projen makes its files so, and lifts it to write.
 * @param path absolute
 */
export function findUnwritable(path: string): string | undefined {
  const folder = existingFolder(path);
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
