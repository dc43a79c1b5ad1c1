import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../check/problem.ts";
import { isGenerated } from "../drift/content-stamp.ts";
import { type LoweredWorkflow, workflowPath } from "../render/lower-workflow.ts";
import { applyPins, type Pinnable, pinnedUses } from "./apply-pins.ts";
import { type Bumps, findBumps, type PinInForce } from "./find-bumps.ts";
import { findShipped, pinOfBump, sourceSha } from "./known-interface.ts";
import type { Pin } from "./pin.ts";
import { PinFileError, pinFilePath } from "./pin-file.ts";
import { readPins, writePins } from "./pin-store.ts";
import { readUses, type UsesLine } from "./uses-lines.ts";

/** A workflow that is about to be written. */
interface PinnedFile {
  /** The file's name without `.yml`. */
  readonly file: string;
  /** As its source says. Called only when the file on disk has pins that nobody knows: it costs time. */
  readonly lower: () => LoweredWorkflow;
}

const allPins = new WeakMap<object, ProjectPins>();

/**
 * The pins in force in a projen project, read once.
 * @throws PinFileError when its pin file cannot be used
 */
export function pinsOf(project: { readonly outdir: string }): ProjectPins {
  const pins = allPins.get(project) ?? new ProjectPins(project.outdir);
  allPins.set(project, pins);
  return pins;
}

/** What is wrong with the project's pin file, each as a problem of its own. */
export function findPinFileProblems(project: { readonly outdir: string }): readonly Problem[] {
  try {
    pinsOf(project);
    return [];
  } catch (error) {
    if (!(error instanceof PinFileError)) throw error;
    return error.problems.map((message) => ({
      rule: "pin-file",
      severity: "error",
      message,
      file: pinFilePath,
      place: "",
    }));
  }
}

/**
 * The pins in force in one project. What a bot raised in the generated files is taken over, so that synth does not
 * undo it.
 */
export class ProjectPins {
  readonly #root: string;
  #pins: ReadonlyMap<string, Pin>;
  #taken = false;

  /** @throws PinFileError when the project's pin file cannot be used */
  constructor(root: string) {
    this.#root = root;
    this.#pins = new Map(readPins(root).map((pin) => [pin.action, pin]));
  }

  /** The workflow, or action, with these pins. */
  apply<L extends Pinnable>(lowered: L): L {
    return this.#pins.size === 0 ? lowered : applyPins(lowered, this.#pins);
  }

  /** Those of the repository's own pins that the workflow uses. */
  usedBy(lowered: Pinnable): readonly Pin[] {
    const used = this.#pins.size === 0 ? [] : pinnedUses(lowered);
    const shas = new Set(used.map(({ action, sha }) => `${action}@${sha}`));
    return [...this.#pins.values()].filter(({ action, sha }) => shas.has(`${action}@${sha}`));
  }

  /** What the workflow's source asks for, without what bots raised. */
  sourcePins(lowered: LoweredWorkflow): readonly { readonly action: string; readonly sha: string }[] {
    return pinnedUses(lowered).map((use) => ({
      action: use.action,
      sha: sourceSha(this.#pins.get(use.action), use),
    }));
  }

  /** Takes over what bots raised in the files as they lie there; nothing is written yet. */
  takeOver(workflows: readonly PinnedFile[]): Bumps {
    const files = workflows.flatMap((workflow) => this.#strangeFile(workflow));
    const known = new Map(files.map(({ path, lower }) => [path, this.#pinsInForce(lower())]));
    const found = findBumps(files, (action, path) => known.get(path)?.get(action));
    if (found.bumps.length > 0) {
      const raised = found.bumps.map((bump) => [bump.action, pinOfBump(bump, this.#pins.get(bump.action))] as const);
      this.#pins = new Map([...this.#pins, ...raised]);
      this.#taken = true;
    }
    return found;
  }

  /** Writes the pin file if anything was taken over. */
  write(): void {
    if (this.#taken) {
      writePins(this.#root, [...this.#pins.values()]);
    }
  }

  /** The file as it lies there, if it has a pin that nobody knows. */
  #strangeFile({ file, lower }: PinnedFile): readonly { path: string; content: string; lower: PinnedFile["lower"] }[] {
    const path = workflowPath(file);
    const place = join(this.#root, path);
    const content = existsSync(place) ? readFileSync(place, "utf8") : "";
    const isStrange = isGenerated(content) && !readUses(content).every((use) => this.#isKnown(use));
    return isStrange ? [{ path, content, lower }] : [];
  }

  #pinsInForce(lowered: LoweredWorkflow): ReadonlyMap<string, PinInForce> {
    const asked = new Map(pinnedUses(lowered).map(({ action, sha }) => [action, { sha }]));
    return new Map(
      pinnedUses(this.apply(lowered)).map(({ action, version, sha }) => {
        const source = sourceSha(this.#pins.get(action), asked.get(action) ?? { sha });
        return [action, { action, version, sha, sourceSha: source }];
      }),
    );
  }

  #isKnown({ action, sha }: UsesLine): boolean {
    return (this.#pins.get(action) ?? findShipped(action))?.sha === sha;
  }
}
