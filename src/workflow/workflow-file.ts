import { join } from "node:path";
import { FileBase, type Project } from "projen";
import { formatCallSite } from "../errors/call-site.ts";
import { UnavailableError } from "../errors/tidegate-error.ts";
import type { WorkflowText } from "./check/check-file.ts";
import { withoutDeclared } from "./check/declared-outputs.ts";
import { findUnwritable } from "./check/find-unwritable.ts";
import type { Problem } from "./check/problem.ts";
import { toText, withSources } from "./check/validate.ts";
import { checkFilesSync } from "./check/validate-sync.ts";
import { stampContent } from "./drift/content-stamp.ts";
import { fileHeader } from "./drift/file-header.ts";
import { generatorVersion } from "./drift/generator-version.ts";
import { isWritten } from "./is-written.ts";
import { findMissingFiles } from "./missing-files.ts";
import type { Workflow, WorkflowModel } from "./model/workflow.ts";
import { WorkflowDefinitionError } from "./model/workflow-definition-error.ts";
import { describeBump } from "./pins/find-bumps.ts";
import { pinFilePath } from "./pins/pin-file.ts";
import { findPinFileProblems, pinsOf } from "./pins/project-pins.ts";
import { lowerWorkflow, workflowPath } from "./render/lower-workflow.ts";
import { sourceOf } from "./source-of.ts";
import { addSynthCheck, refuseErrors } from "./synth-checks.ts";
import { ensureSynthTask } from "./synth-task.ts";
import { WorkflowFiles } from "./workflow-files.ts";

const workflowFiles = new WorkflowFiles<WorkflowFile>();

/**
 * Writes a workflow to `.github/workflows/<file>.yml` of a projen project. Before anything is written, all workflows of
 * the project, and of those around it, are checked together; if one has an error, synthesis stops with everything that
 * is wrong.
 */
export class WorkflowFile extends FileBase {
  readonly workflow: Workflow;
  /** What passed the checks; only exactly this is written. */
  private checked: SoundText | undefined;
  /** While it is being written. */
  private settled: string | undefined;

  /** @throws WorkflowDefinitionError when another component of the project writes the file already */
  constructor(project: Project, workflow: Workflow) {
    const path = workflowPath(workflow.file);
    refuseTaken(workflow, workflowFiles.find(project, path) ?? project.tryFindFile(path));
    super(project, path, { marker: true });
    this.workflow = workflow;
    workflowFiles.add(project, this);
    addSynthCheck(project, "workflows", {
      prepare: () => takeOverBumps(project),
      find: () => checkProject(project),
    });
  }

  /** Takes the file for sound. */
  accept(sound: SoundText): void {
    this.checked = sound;
  }

  /** The file as it would be now. */
  text(): { readonly text: WorkflowText; readonly problems: readonly Problem[] } {
    const asWritten = lowerWorkflow(this.workflow.model);
    const pins = pinsOf(this.project);
    const lowered = pins.apply(asWritten);
    const own = pins.usedBy(lowered);
    const known = own.length === 0 ? {} : { pins: own };
    if (this.project.ejected) {
      return { text: { ...toText(lowered), ...known }, problems: lowered.problems };
    }
    const header = fileHeader(lowered, {
      source: sourceOf(this.project),
      command: this.project.projenCommand,
      pins: pins.sourcePins(asWritten),
    });
    const { path, content } = toText(lowered, header);
    return { text: { path, content: stampContent(content, generatorVersion()), ...known }, problems: lowered.problems };
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
    if (this.checked?.model !== this.workflow.model) {
      this.checked = undefined;
      refuseErrors(checkAll([this]));
    }
    if (workflowFiles.isFirst(this.project, this)) {
      pinsOf(this.project).write();
    }
    if (this.checked === undefined) {
      throw new UnavailableError(`${this.path} was not checked; it was not written. Try again.`);
    }
    return this.checked.content;
  }
}

/** A file in which nothing is wrong. */
interface SoundText {
  /** What it was rendered from. */
  readonly model: WorkflowModel;
  readonly content: string;
}

function refuseTaken({ file, model }: Workflow, other: FileBase | undefined): void {
  if (other) {
    const by = other instanceof WorkflowFile ? other.workflow.model.source : undefined;
    const where = by ? `, written at ${formatCallSite(by, process.cwd())}` : "";
    const told = `Two workflows would be written to ${workflowPath(file)}: "${model.name}" and another${where}. Give one of them another file name.`;
    throw new WorkflowDefinitionError(told, model.source);
  }
}

/** Others' files whose path differs from a workflow's in its case alone, which is one file on many machines. */
function refuseTwins(project: Project, files: readonly WorkflowFile[]): void {
  const byPath = new Map(files.map((file) => [file.path.toLowerCase(), file]));
  for (const other of project.files) {
    const file = byPath.get(other.path.toLowerCase());
    if (file && file !== other) {
      refuseTaken(file.workflow, other);
    }
  }
}

/** What Dependabot or Renovate raised in the generated files stays raised, in the actions beside them too. */
function takeOverBumps(project: Project): void {
  if (findPinFileProblems(project).length > 0) {
    return;
  }
  const files = workflowFiles.of(project).filter((file) => placeProblems(file).length === 0);
  const { bumps, refused } = pinsOf(project).takeOver(
    files.map(({ workflow }) => ({ file: workflow.file, lower: () => lowerWorkflow(workflow.model) })),
  );
  for (const bump of bumps) {
    project.logger.info(`Taken over from ${bump.place} into ${pinFilePath}: ${describeBump(bump)}`);
  }
  for (const why of refused) {
    project.logger.warn(`Not taken over: ${why}`);
  }
}

/** What keeps a sound file from being written where it belongs. */
function placeProblems({ project, workflow }: WorkflowFile): readonly Problem[] {
  const path = workflowPath(workflow.file);
  const message = findUnwritable(join(project.outdir, path));
  const problem = { rule: "unwritable-file", severity: "error", file: path, place: "" } as const;
  return message === undefined ? [] : withSources([{ ...problem, message }], workflow.model);
}

/** All workflows of a project; where its pin file cannot be used, what can be told without it. */
function checkProject(project: Project): readonly Problem[] {
  const files = workflowFiles.of(project);
  ensureSynthTask(project);
  refuseTwins(project, files);
  const unusable = findPinFileProblems(project);
  if (unusable.length > 0) {
    return [
      ...unusable,
      ...files.flatMap((file) => [...lowerWorkflow(file.workflow.model).problems, ...placeProblems(file)]),
    ];
  }
  return [
    ...findMissingFiles(
      project,
      files.map(({ workflow }) => workflow.model),
    ),
    ...checkAll(files),
  ];
}

/** Takes for sound what has no error. */
function checkAll(files: readonly WorkflowFile[]): readonly Problem[] {
  const rendered = files.map((file) => ({ file, model: file.workflow.model, ...file.text() }));
  const found = checkFilesSync(rendered.filter(({ problems }) => problems.length === 0).map(({ text }) => text));
  const problems = rendered.flatMap(({ file, model, text, problems: own }) => {
    const ofFile = found.filter((problem) => problem.file === text.path);
    return [...own, ...placeProblems(file), ...withSources(withoutDeclared(ofFile, model, text.content), model)];
  });
  if (problems.every(({ severity }) => severity === "warning")) {
    for (const { file, model, text } of rendered) {
      file.accept({ model, content: text.content });
    }
  }
  return problems;
}
