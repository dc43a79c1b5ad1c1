import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { RepositoryFiles } from "./rules/rule.ts";

/** The files of the repository that is being synthesized. */
export function repositoryFiles(root: string): RepositoryFiles {
  return {
    isDirectory: (path) => statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() ?? false,
    read: (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined),
  };
}
