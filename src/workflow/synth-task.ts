import { type Project, ProjenrcFile } from "projen";
import { findSource } from "./find-source.ts";

class Projenrc extends ProjenrcFile {
  readonly filePath: string;

  constructor(project: Project, filePath: string) {
    super(project, "tidegate-projenrc");
    this.filePath = filePath;
  }
}

/**
 * Says what to do when Node is too old to run TypeScript, of which it says only that it does not know the ending. Runs
 * after a failure alone, and fails itself; quoted for `sh` as well as for `cmd`.
 */
const explanation = `node -e "process.features.typescript || console.error('Node ' + process.versions.node + ' cannot run TypeScript. Install Node 22.18 or newer (24 is best), then run this again.'); process.exit(1)"`;

/**
 * Makes `npx projen` work in a plain `Project`, which does not know its own source. Node runs TypeScript itself since
 * 22.18. A project type that has its own way to synthesize is left alone.
 */
export function ensureSynthTask(project: Project): void {
  const file = findSource(project.outdir);
  const isKnown = ProjenrcFile.of(project) !== undefined || (project.defaultTask?.steps.length ?? 1) > 0;
  if (file === undefined || isKnown) {
    return;
  }
  new Projenrc(project, file);
  project.gitignore.include(`/${file}`);
  project.defaultTask?.exec(`node ${file}${file.endsWith("ts") ? ` || ${explanation}` : ""}`);
}
