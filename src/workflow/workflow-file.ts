import { FileBase, type Project } from "projen";
import type { WorkflowText } from "./check-file.ts";
import { lowerWorkflow, workflowPath } from "./lower-workflow.ts";
import { type Problem, WorkflowProblemsError } from "./problem.ts";
import { toText, withSources } from "./validate.ts";
import { checkFilesSync } from "./validate-sync.ts";
import type { Workflow } from "./workflow.ts";

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
    return { text: toText(lowered, this.marker), problems: lowered.problems };
  }

  protected override synthesizeContent(): string {
    const { text } = this.text();
    if (text.content !== this.checked) {
      checkAll([this]);
    }
    return text.content;
  }
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
  for (const { file, text } of rendered) {
    file.accept(text.content);
  }
}
