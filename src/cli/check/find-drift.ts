import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { TidegateError } from "../../errors/tidegate-error.ts";
import { classifyDrift, type Drift, type FilePair } from "../../workflow/drift/classify-drift.ts";
import { isGenerated, readStamp } from "../../workflow/drift/content-stamp.ts";
import { ignoredPaths, repositoryPaths, walk } from "./git-files.ts";
import type { Mirror } from "./mirror-repository.ts";

const workflowsFolder = ".github/workflows";

/** Written by `tidegate pins`, not by synth. */
const notGenerated = /^\.tidegate\/(pins\.json|actions\.m?[jt]s)$/;

const readText = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);

const workflowPaths = (directory: string) => walk(directory, workflowsFolder).filter((path) => /\.ya?ml$/.test(path));

/** Takes the generated workflows away, so that only a synth that really writes them can make them look current. */
export function removeGenerated(mirror: string): void {
  for (const path of workflowPaths(mirror)) {
    if (isGenerated(readText(join(mirror, path)) ?? "")) rmSync(join(mirror, path));
  }
}

export interface DriftReport {
  /** How many generated workflows were compared; never 0. */
  readonly workflows: number;
  readonly drifts: readonly Drift[];
}

function pairOf(repository: string, { directory, isUntouched }: Mirror, path: string): readonly FilePair[] {
  if (isUntouched(path)) return [];
  return [{ path, current: readText(join(repository, path)), generated: readText(join(directory, path)) }];
}

/**
 * Compares a repository with its mirror after synth, file by file.
 * @throws TidegateError when synth wrote no workflow: then nothing was checked
 */
export function findDrift(repository: string, mirror: Mirror): DriftReport {
  const { directory } = mirror;
  const written = workflowPaths(directory)
    .map((path) => readStamp(readText(join(directory, path)) ?? ""))
    .filter((stamp) => stamp !== undefined);
  const [first] = written;
  if (!first) {
    throw new TidegateError(
      "invalid-configuration",
      `Nothing was checked: synth wrote no workflow with tidegate's header to ${workflowsFolder}. Does the source end with project.synth(), and does it use a blueprint or WorkflowFile?`,
    );
  }
  const paths = [...new Set([...walk(directory), ...repositoryPaths(repository)])];
  const pairs = paths.filter((path) => !notGenerated.test(path)).flatMap((path) => pairOf(repository, mirror, path));
  const drifts = classifyDrift(pairs, first.version);
  const missing = drifts.filter(({ current }) => current === undefined).map(({ path }) => path);
  const ignored = ignoredPaths(directory, missing);
  return { workflows: written.length, drifts: drifts.filter(({ path }) => !ignored.has(path)) };
}
