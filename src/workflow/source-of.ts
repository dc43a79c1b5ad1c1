import { type Project, ProjenrcFile } from "projen";
import { findSource } from "./find-source.ts";

const sources = new WeakMap<Project, string>();

/** What the project is made from, from its root. */
export function sourceOf(project: Project): string {
  const known = sources.get(project) ?? ProjenrcFile.of(project)?.filePath;
  const source = known ?? findSource(project.outdir) ?? ".projenrc.ts";
  sources.set(project, source);
  return source;
}
