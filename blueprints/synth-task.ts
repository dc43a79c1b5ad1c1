import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Project, ProjenrcFile } from "projen";

const candidates = [".projenrc.ts", ".projenrc.mts", ".projenrc.mjs", ".projenrc.js"];

class Projenrc extends ProjenrcFile {
  readonly filePath: string;

  constructor(project: Project, filePath: string) {
    super(project, "tidegate-projenrc");
    this.filePath = filePath;
  }
}

/**
 * Makes `npx projen` work in a plain `Project`, which does not know its own source. Node runs TypeScript itself since
 * 22.18. A project type that has its own way to synthesize is left alone.
 */
export function ensureSynthTask(project: Project): void {
  const file = candidates.find((name) => existsSync(join(project.outdir, name)));
  const isKnown = ProjenrcFile.of(project) !== undefined || (project.defaultTask?.steps.length ?? 1) > 0;
  if (file === undefined || isKnown) {
    return;
  }
  new Projenrc(project, file);
  project.gitignore.include(`/${file}`);
  project.defaultTask?.exec(`node ${file}`);
}
