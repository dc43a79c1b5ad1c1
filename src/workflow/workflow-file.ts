import type { Project } from "projen";
import { readingsOfModel, withoutDeclared } from "./check/declared-outputs.ts";
import type { Problem } from "./check/problem.ts";
import { withSources } from "./check/validate.ts";
import { GeneratedFile, type LoweredFile } from "./generated-file.ts";
import { isMap, requireGiven } from "./model/given.ts";
import type { Workflow, WorkflowModel } from "./model/workflow.ts";
import { lowerWorkflow, workflowPath } from "./render/lower-workflow.ts";

/** @throws WorkflowDefinitionError when it is no workflow, which types would have said */
function pathOf(workflow: Workflow): string {
  const isWorkflow = isMap(workflow) && workflow.kind === "workflow";
  requireGiven(isWorkflow, "The workflow of new WorkflowFile(…)", workflow, 'workflow({ file: "ci", … })');
  return workflowPath(workflow.file);
}

/**
 * Writes a workflow to `.github/workflows/<file>.yml` of a projen project. Before anything is written, all workflows and
 * actions of the project, and of those around it, are checked together; if one has an error, synthesis stops with
 * everything that is wrong.
 */
export class WorkflowFile extends GeneratedFile {
  readonly kind = "workflow";
  readonly workflow: Workflow;

  /** That another component of the project writes the file already is not reported here but at synth. */
  constructor(project: Project, workflow: Workflow) {
    super(project, pathOf(workflow));
    this.workflow = workflow;
  }

  override get model(): WorkflowModel {
    return this.workflow.model;
  }

  override lower(): LoweredFile {
    return { ...lowerWorkflow(this.model), path: this.target };
  }

  override place(problems: readonly Problem[], content: string): readonly Problem[] {
    return withSources(withoutDeclared(problems, readingsOfModel(this.model), content), this.model);
  }
}
