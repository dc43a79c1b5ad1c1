import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../check/problem.ts";
import { isGenerated } from "../drift/content-stamp.ts";
import { applyPins, type Pinnable, pinnedUses } from "./apply-pins.ts";
import { type Bumps, findBumps, type PinInForce } from "./find-bumps.ts";
import { findShipped, pinOfBump, sourceSha } from "./known-interface.ts";
import type { Pin } from "./pin.ts";
import { PinFileError, pinFilePath } from "./pin-file.ts";
import { readPins, writePins } from "./pin-store.ts";
import { actionKey, samePin } from "./same-pin.ts";
import { readUses, type UsesLine } from "./uses-lines.ts";

/** A workflow, or action, that is about to be written. */
interface PinnedFile {
  /** From the root of the project. */
  readonly path: string;
  /** As its source says. Called only when the file on disk has pins that nobody knows: it costs time. */
  readonly lower: () => Pinnable;
}

const allPins = new WeakMap<object, ProjectPins>();

/**
 * The pins in force in a projen project, read once.
 * @throws PinFileError when its pin file cannot be used
 */
export function pinsOf(project: { readonly outdir: string }): ProjectPins {
  const pins = allPins.get(project) ?? new ProjectPins(project.outdir, readPins(project.outdir));
  allPins.set(project, pins);
  return pins;
}

/** The pins of a project; where its pin file cannot be used, none, and each thing that is wrong with it. */
export function findPins(project: { readonly outdir: string }): {
  readonly pins: ProjectPins;
  readonly problems: readonly Problem[];
} {
  try {
    return { pins: pinsOf(project), problems: [] };
  } catch (error) {
    if (!(error instanceof PinFileError)) throw error;
    const place = { rule: "pin-file", severity: "error", file: pinFilePath, place: "" } as const;
    const problems = error.problems.map((message) => ({ ...place, message }));
    return { pins: new ProjectPins(project.outdir, []), problems };
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

  constructor(root: string, pins: readonly Pin[]) {
    this.#root = root;
    this.#pins = new Map(pins.map((pin) => [actionKey(pin.action), pin]));
  }

  /** The workflow, or action, with these pins. */
  apply<L extends Pinnable>(lowered: L): L {
    return this.#pins.size === 0 ? lowered : applyPins(lowered, this.#pins);
  }

  /** Those of the repository's own pins that the workflow, or action, uses. */
  usedBy(lowered: Pinnable): readonly Pin[] {
    const used = this.#pins.size === 0 ? [] : pinnedUses(lowered);
    return [...this.#pins.values()].filter((pin) => used.some((use) => samePin(pin, use)));
  }

  /** What the source of the workflow, or action, asks for, without what bots raised. */
  sourcePins(lowered: Pinnable): readonly { readonly action: string; readonly sha: string }[] {
    return pinnedUses(lowered).map((use) => ({
      action: use.action,
      sha: sourceSha(this.#pins.get(actionKey(use.action)), use),
    }));
  }

  /** Takes over what bots raised in the files as they lie there; nothing is written yet. */
  takeOver(written: readonly PinnedFile[]): Bumps {
    const files = written.flatMap((file) => this.#strangeFile(file));
    const known = new Map(files.map(({ path, lower }) => [path, this.#pinsInForce(lower())]));
    const found = findBumps(files, (action, path) => known.get(path)?.get(actionKey(action)));
    if (found.bumps.length > 0) {
      const raised = found.bumps.map(
        (bump) => [actionKey(bump.action), pinOfBump(bump, this.#pins.get(actionKey(bump.action)))] as const,
      );
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
  #strangeFile(file: PinnedFile): readonly (PinnedFile & { readonly content: string })[] {
    const place = join(this.#root, file.path);
    const content = existsSync(place) ? readFileSync(place, "utf8") : "";
    const isStrange = isGenerated(content) && !readUses(content).every((use) => this.#isKnown(use));
    return isStrange ? [{ ...file, content }] : [];
  }

  #pinsInForce(lowered: Pinnable): ReadonlyMap<string, PinInForce> {
    const asked = new Map(pinnedUses(lowered).map(({ action, sha }) => [actionKey(action), { sha }]));
    return new Map(
      pinnedUses(this.apply(lowered)).map(({ action, version, sha }) => {
        const source = sourceSha(this.#pins.get(actionKey(action)), asked.get(actionKey(action)) ?? { sha });
        return [actionKey(action), { action, version, sha, sourceSha: source }];
      }),
    );
  }

  #isKnown({ action, sha }: UsesLine): boolean {
    return (this.#pins.get(actionKey(action)) ?? findShipped(action))?.sha === sha;
  }
}
