import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type SynthResult, scratchRepository } from "../blueprints/scratch-repository.ts";
import type { ExampleFiles } from "./example-files.ts";

export interface ProjenrcRun extends SynthResult {
  readonly files: ExampleFiles;
}

/** Runs TypeScript as the `.projenrc.ts` of a repository with one service, in a process of its own. */
export function runProjenrc(code: string): ProjenrcRun {
  const repository = scratchRepository("test/blueprints/fixtures/root-service");
  try {
    writeFileSync(join(repository.folder, ".projenrc.ts"), code);
    return { ...repository.synth(), files: repository.files() };
  } finally {
    repository.remove();
  }
}
