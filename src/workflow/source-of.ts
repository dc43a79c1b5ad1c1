import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Project, ProjenrcFile } from "projen";

/** What a project may be made from, the first that is there. */
export const sourceFiles = [".projenrc.ts", ".projenrc.mts", ".projenrc.mjs", ".projenrc.js", ".projenrc.cjs"] as const;

/** The first of them in a folder. */
export function findSource(folder: string): string | undefined {
  return sourceFiles.find((file) => existsSync(join(folder, file)));
}

const sources = new WeakMap<Project, string>();

/** What the project is made from, from its root. */
export function sourceOf(project: Project): string {
  const known = sources.get(project) ?? ProjenrcFile.of(project)?.filePath;
  const source = known ?? findSource(project.outdir) ?? ".projenrc.ts";
  sources.set(project, source);
  return source;
}
