import { existsSync } from "node:fs";
import { join } from "node:path";

/** What a project may be made from, the first that is there. */
const sourceFiles = [".projenrc.ts", ".projenrc.mts", ".projenrc.mjs", ".projenrc.js", ".projenrc.cjs"] as const;

/** The first of them in a folder. */
export function findSource(folder: string): string | undefined {
  return sourceFiles.find((file) => existsSync(join(folder, file)));
}
