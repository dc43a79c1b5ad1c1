import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isGenerated } from "../../workflow/drift/content-stamp.ts";

export interface WorkflowOnDisk {
  /** From the root of the repository. */
  readonly path: string;
  readonly content: string;
  readonly isGenerated: boolean;
}

/** The workflows of a repository, sorted by path. */
export function workflowFiles(directory: string): readonly WorkflowOnDisk[] {
  const folder = ".github/workflows";
  const names = existsSync(join(directory, folder)) ? readdirSync(join(directory, folder)) : [];
  return names
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => {
      const content = readFileSync(join(directory, folder, name), "utf8");
      return { path: `${folder}/${name}`, content, isGenerated: isGenerated(content) };
    });
}
