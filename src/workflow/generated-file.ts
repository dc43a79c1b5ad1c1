import { resolve } from "node:path";
import { FileBase, type Project } from "projen";
import { UnavailableError } from "../errors/tidegate-error.ts";
import type { WorkflowText } from "./check/check-file.ts";
import type { Problem } from "./check/problem.ts";
import type { FileModel } from "./check/validate.ts";
import { checkFiles, checkProject, takeOverBumps } from "./check-generated.ts";
import { stampContent } from "./drift/content-stamp.ts";
import { fileHeader, type MarkerFacts, markerLine } from "./drift/file-header.ts";
import { generatorVersion } from "./drift/generator-version.ts";
import { GeneratedFiles } from "./generated-files.ts";
import { isWritten } from "./is-written.ts";
import type { Pinnable } from "./pins/apply-pins.ts";
import { type ProjectPins, pinsOf } from "./pins/project-pins.ts";
import { renderLowered } from "./render/render.ts";
import { sourceOf } from "./source-of.ts";
import { addSynthCheck, refuseErrors } from "./synth-checks.ts";

const generatedFiles = new GeneratedFiles<GeneratedFile>();

/** A workflow or a composite action as what its file holds, with everything the model itself finds wrong. */
export interface LoweredFile extends Pinnable {
  /** From the root of the project. */
  readonly path: string;
  readonly comment?: string | undefined;
  readonly problems: readonly Problem[];
}

/** A file in which nothing is wrong. */
interface SoundText {
  /** What it was rendered from. */
  readonly model: FileModel;
  readonly content: string;
}

/**
 * A file of a projen project that GitHub reads and a bot may raise pins in. Before anything is written, all of them, in
 * the project and in those around it, are checked together; if one has an error, synthesis stops with everything that is
 * wrong.
 */
export abstract class GeneratedFile extends FileBase {
  abstract readonly kind: "workflow" | "action";
  /** Where it belongs, from the root of the project. */
  readonly target: string;
  /** Who writes that file already; then this one cannot be written, and synth says so. */
  readonly rival: FileBase | undefined;
  /** What passed the checks; only exactly this is written. */
  private checked: SoundText | undefined;
  /** While it is being written. */
  private settled: string | undefined;

  // biome-ignore lint/correctness/noUnreachableSuper: the second comes only where the first threw
  constructor(project: Project, target: string) {
    let rival: FileBase | undefined = generatedFiles.find(project, target);
    try {
      super(project, rival === undefined ? target : sparePath(project, target));
    } catch (error) {
      // projen looks through everything for another file of that path; to do so first would take as long again. When it
      // finds one and throws, nobody would hear of anything else that is wrong.
      rival = project.root.tryFindFile(resolve(project.outdir, target));
      if (rival === undefined) throw error;
      super(project, sparePath(project, target));
    }
    this.target = target;
    this.rival = rival;
    generatedFiles.add(project, this);
    addSynthCheck(project, "workflows", {
      prepare: () => takeOverBumps(project, generatedFiles.of(project)),
      find: () => checkProject(project, generatedFiles.of(project)),
    });
  }

  /** What to do when something else writes the file already. */
  get remedy(): string {
    return `Give one of them another ${this.kind === "workflow" ? "file name" : "folder"}.`;
  }

  /** How the file begins. projen's own looks through all components for the project's source, for each file anew. */
  override get marker(): string | undefined {
    return this.project.ejected ? undefined : markerLine(this.#facts);
  }

  get #facts(): MarkerFacts {
    return { source: sourceOf(this.project), command: this.project.projenCommand };
  }

  /** What it is made from as it is now; another object once that has changed. */
  abstract get model(): FileModel;

  /** The model as what the file holds. */
  abstract lower(): LoweredFile;

  /** What was found in the file, with the lines of its source. */
  abstract place(problems: readonly Problem[], content: string): readonly Problem[];

  /** Takes the file for sound. */
  accept(sound: SoundText): void {
    this.checked = sound;
  }

  /** The file as it would be now. */
  text(pins: ProjectPins = pinsOf(this.project)): { text: WorkflowText; problems: readonly Problem[] } {
    const asWritten = this.lower();
    const lowered = pins.apply(asWritten);
    const { path, problems } = lowered;
    const own = pins.usedBy(lowered);
    const known = own.length === 0 ? {} : { pins: own };
    if (this.project.ejected) {
      return { text: { path, content: renderLowered(lowered), ...known }, problems };
    }
    const header = fileHeader(lowered, {
      ...this.#facts,
      pins: pins.sourcePins(asWritten),
    });
    const content = stampContent(renderLowered(lowered, { header }), generatorVersion());
    return { text: { path, content, ...known }, problems };
  }

  /** Leaves the file alone when it is as it would be written. */
  override synthesize(): void {
    this.settled = this.settle();
    if (!isWritten(this.absolutePath, this.settled)) {
      super.synthesize();
    }
    this.settled = undefined;
  }

  protected override synthesizeContent(): string {
    return this.settled ?? this.settle();
  }

  /** What was checked, when nothing has changed since; it has not to be rendered again. */
  private settle(): string {
    if (this.checked?.model !== this.model) {
      this.checked = undefined;
      refuseErrors(checkFiles(this.project, [this]));
    }
    if (generatedFiles.isFirst(this.project, this)) {
      pinsOf(this.project).write();
    }
    if (this.checked === undefined) {
      throw new UnavailableError(`${this.path} was not checked; it was not written. Try again.`);
    }
    return this.checked.content;
  }
}

/** A path that nobody has, since projen takes no two files of one path. What is at this one is never written. */
function sparePath(project: Project, target: string): string {
  return `${target}.${project.node.children.length}`;
}
