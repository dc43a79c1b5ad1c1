import { existsSync } from "node:fs";
import { join } from "node:path";
import { FileBase, type Project, ProjenrcFile } from "projen";
import type { WorkflowText } from "./check/check-file.ts";
import { formatProblem, type Problem, sortProblems, WorkflowProblemsError } from "./check/problem.ts";
import { toText, withSources } from "./check/validate.ts";
import { checkFilesSync } from "./check/validate-sync.ts";
import { stampContent } from "./drift/content-stamp.ts";
import { fileHeader } from "./drift/file-header.ts";
import { generatorVersion } from "./drift/generator-version.ts";
import type { Workflow } from "./model/workflow.ts";
import { lowerWorkflow, workflowPath } from "./render/lower-workflow.ts";

/**
 * Writes a workflow to `.github/workflows/<file>.yml` of a projen project. Before anything is written, all workflows of
 * the project are checked together; if one has an error, synthesis stops with everything that is wrong.
 */
export class WorkflowFile extends FileBase {
  readonly workflow: Workflow;
  /** What passed the checks; only exactly this is written. */
  private checked: string | undefined;

  constructor(project: Project, workflow: Workflow) {
    super(project, workflowPath(workflow.file), { marker: true });
    this.workflow = workflow;
  }

  /** @throws WorkflowProblemsError when any workflow of the project has errors */
  override preSynthesize(): void {
    const files = this.project.components.filter((component) => component instanceof WorkflowFile);
    if (files[0] === this) {
      checkAll(files);
    }
  }

  /** Takes the file for sound. */
  accept(content: string): void {
    this.checked = content;
  }

  /** The file as it would be now. */
  text(): { readonly text: WorkflowText; readonly problems: readonly Problem[] } {
    const lowered = lowerWorkflow(this.workflow.model);
    if (this.project.ejected) {
      return { text: toText(lowered), problems: lowered.problems };
    }
    const header = fileHeader(lowered, { source: sourceOf(this.project), command: this.project.projenCommand });
    const { path, content } = toText(lowered, header);
    return { text: { path, content: stampContent(content, generatorVersion()) }, problems: lowered.problems };
  }

  protected override synthesizeContent(): string {
    const { text } = this.text();
    if (text.content !== this.checked) {
      checkAll([this]);
    }
    return text.content;
  }
}

const sourceFiles = [".projenrc.ts", ".projenrc.mts", ".projenrc.js", ".projenrc.mjs", ".projenrc.cjs"];

/** What the project is made from, from its root. */
function sourceOf(project: Project): string {
  const known = ProjenrcFile.of(project)?.filePath;
  return known ?? sourceFiles.find((file) => existsSync(join(project.outdir, file))) ?? ".projenrc.ts";
}

function checkAll(files: readonly WorkflowFile[]): void {
  const rendered = files.map((file) => ({ file, ...file.text() }));
  const found = checkFilesSync(rendered.filter(({ problems }) => problems.length === 0).map(({ text }) => text));
  const problems = rendered.flatMap(({ file, text, problems: own }) => [
    ...own,
    ...withSources(
      found.filter((problem) => problem.file === text.path),
      file.workflow.model,
    ),
  ]);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    throw new WorkflowProblemsError(errors);
  }
  for (const warning of sortProblems(problems)) {
    files[0]?.project.logger.warn(formatProblem(warning, process.cwd()));
  }
  for (const { file, text } of rendered) {
    file.accept(text.content);
  }
}
