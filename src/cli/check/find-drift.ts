import { chmodSync, lstatSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TidegateError } from "../../errors/tidegate-error.ts";
import { classifyDrift, type Drift, type FilePair } from "../../workflow/drift/classify-drift.ts";
import { isGenerated, readStamp, withoutStamp } from "../../workflow/drift/content-stamp.ts";
import { readPins } from "../../workflow/pins/pin-store.ts";
import { workflowsFolder, yamlKindOf } from "../pins/yaml-files.ts";
import { ignoredPaths, repositoryPaths, walk } from "./git-files.ts";
import { pathWithin, realPath } from "./mirror-link.ts";
import type { Mirror } from "./mirror-repository.ts";

/** Written by `tidegate pins`, not by synth. */
const notGenerated = /^\.tidegate\/(pins\.json|actions\.m?[jt]s)$/;

/** Of a link only where it leads: what lies there may be nobody's, or not be there. */
function readText(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isSymbolicLink()) return `symbolic link to ${readlinkSync(path)}\n`;
  return found?.isFile() ? readFileSync(path, "utf8") : undefined;
}

/** Of workflows and actions. */
const yamlPaths = (directory: string) => walk(directory).filter((path) => yamlKindOf(path) !== undefined);

/** Whether the path is a file of the folder itself, not reached by a link: not even to the installed packages. */
function isOwnFile(folder: string, path: string): boolean {
  const file = join(folder, path);
  const [root, real] = [realPath(folder), realPath(file)];
  if (root === undefined || real === undefined || !lstatSync(file).isFile()) return false;
  return pathWithin(root, real) !== undefined;
}

/** Takes the stamps out of the generated files: only a synth that really writes them can make them look current. */
export function removeStamps(mirror: string): void {
  for (const path of yamlPaths(mirror).filter((path) => isOwnFile(mirror, path))) {
    const file = join(mirror, path);
    const content = readFileSync(file, "utf8");
    if (!isGenerated(content)) continue;
    chmodSync(file, 0o644);
    writeFileSync(file, withoutStamp(content));
  }
}

/** What synth left behind; a generated workflow, or action, that it did not write counts as gone. */
function readGenerated(mirror: string, path: string): string | undefined {
  const content = readText(join(mirror, path));
  const isStamped = yamlKindOf(path) !== undefined && content !== undefined && isGenerated(content);
  return isStamped && readStamp(content) === undefined ? undefined : content;
}

export interface DriftReport {
  /** How many generated workflows were compared. */
  readonly workflows: number;
  /** How many generated actions were; never 0 where no workflow was. */
  readonly actions: number;
  readonly drifts: readonly Drift[];
  /** What a bot raised in the generated files; the next synth writes it to the pin file. */
  readonly bumps: readonly RaisedPin[];
}

export interface RaisedPin {
  readonly action: string;
  readonly from: string | undefined;
  readonly version: string;
}

function raisedPins(repository: string, mirror: string): readonly RaisedPin[] {
  const before = new Map(readPins(repository).map((pin) => [pin.action, pin]));
  return readPins(mirror)
    .filter(({ action, sha }) => before.get(action)?.sha !== sha)
    .map(({ action, version, inputsFrom }) => ({ action, from: before.get(action)?.version ?? inputsFrom, version }));
}

function pairOf(repository: string, { directory, isUntouched }: Mirror, path: string): readonly FilePair[] {
  if (isUntouched(path)) return [];
  return [{ path, current: readText(join(repository, path)), generated: readGenerated(directory, path) }];
}

/**
 * Nobody can be expected to commit what git ignores, so it may be missing. A workflow or an action may not: GitHub runs only
 * what is committed, and one that lies there ignored is as good as none.
 */
function withoutIgnored(mirror: string, pairs: readonly FilePair[]): readonly FilePair[] {
  const isRead = ({ path }: FilePair) => yamlKindOf(path) !== undefined;
  const asked = pairs.filter((pair) => pair.generated !== undefined && (pair.current === undefined || isRead(pair)));
  const ignored = ignoredPaths(
    mirror,
    asked.map(({ path }) => path),
  );
  return pairs.flatMap((pair) => {
    if (!ignored.has(pair.path)) return [pair];
    return isRead(pair) ? [{ ...pair, current: undefined, isIgnored: true }] : [];
  });
}

/**
 * Compares a repository with its mirror after synth, file by file.
 * @throws TidegateError when synth wrote no workflow and no action: then nothing was checked
 */
export function findDrift(repository: string, mirror: Mirror): DriftReport {
  const { directory } = mirror;
  const written = yamlPaths(directory).flatMap((path) => {
    const stamp = readStamp(readText(join(directory, path)) ?? "");
    return stamp ? [{ kind: yamlKindOf(path), version: stamp.version }] : [];
  });
  const [first] = written;
  if (!first) {
    throw new TidegateError(
      "invalid-configuration",
      `Nothing was checked: synth wrote no workflow with tidegate's header to ${workflowsFolder}. Does the source end with project.synth(), and does it use a blueprint, WorkflowFile or ActionFile?`,
    );
  }
  const paths = [...new Set([...walk(directory), ...repositoryPaths(repository)])];
  const pairs = withoutIgnored(
    directory,
    paths.filter((path) => !notGenerated.test(path)).flatMap((path) => pairOf(repository, mirror, path)),
  );
  const drifts = classifyDrift(pairs, first.version);
  return {
    workflows: written.filter(({ kind }) => kind === "workflow").length,
    actions: written.filter(({ kind }) => kind === "action").length,
    drifts,
    bumps: raisedPins(repository, directory),
  };
}
