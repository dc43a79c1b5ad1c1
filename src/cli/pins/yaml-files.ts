import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { isGenerated } from "../../workflow/drift/content-stamp.ts";
import { repositoryPaths } from "../check/git-files.ts";

export interface YamlOnDisk {
  /** From the root of the repository. */
  readonly path: string;
  readonly content: string;
  readonly isGenerated: boolean;
}

export const workflowsFolder = ".github/workflows";

/** Whether GitHub reads a workflow, or a job an action, from the path: where bots look for pins too. */
export function yamlKindOf(path: string): "workflow" | "action" | undefined {
  if (path.startsWith(`${workflowsFolder}/`)) {
    return /\.ya?ml$/.test(path) ? "workflow" : undefined;
  }
  return /(?:^|\/)action\.ya?ml$/.test(path) ? "action" : undefined;
}

/** Whether it lies there; git lists what was deleted too, and submodules, which are folders. */
const isFile = (directory: string, path: string) =>
  statSync(join(directory, path), { throwIfNoEntry: false })?.isFile() === true;

function read(directory: string, path: string): YamlOnDisk {
  const content = readFileSync(join(directory, path), "utf8");
  return { path, content, isGenerated: isGenerated(content) };
}

/** The workflows of a repository, sorted by path. */
export function workflowFiles(directory: string): readonly YamlOnDisk[] {
  const folder = join(directory, workflowsFolder);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .map((name) => `${workflowsFolder}/${name}`)
    .filter((path) => yamlKindOf(path) === "workflow" && isFile(directory, path))
    .sort()
    .map((path) => read(directory, path));
}

/** The actions of a repository, in whatever folders, that git does not ignore; sorted by path. */
export function actionFiles(directory: string): readonly YamlOnDisk[] {
  return repositoryPaths(directory)
    .filter((path) => yamlKindOf(path) === "action" && isFile(directory, path))
    .sort()
    .map((path) => read(directory, path));
}

/** As others say it: a workflow by its name, an action as a step uses it. */
export function usedName(path: string): string {
  const folder = dirname(path);
  return yamlKindOf(path) === "action"
    ? `./${folder === "." ? "" : folder}`
    : path.replace(/^.*\//, "").replace(/\.ya?ml$/, "");
}
