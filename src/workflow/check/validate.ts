import type { CallSite } from "../../errors/call-site.ts";
import type { CompositeModel } from "../model/composite-action.ts";
import { stepsOf } from "../model/job.ts";
import type { StepModel } from "../model/step.ts";
import type { Workflow, WorkflowModel } from "../model/workflow.ts";
import type { PolicyRule } from "../policy/rule.ts";
import { type LoweredWorkflow, lowerWorkflow, workflowPath } from "../render/lower-workflow.ts";
import { renderLowered } from "../render/render.ts";
import { checkFile, type WorkflowText } from "./check-file.ts";
import { readingsOfModel, withoutDeclared } from "./declared-outputs.ts";
import type { Problem } from "./problem.ts";

export interface ValidateOptions {
  /** @default `policyRules` */
  readonly rules?: readonly PolicyRule[];
}

/** What a file is made from. */
export type FileModel = WorkflowModel | CompositeModel;

function stepSources(owner: string, steps: readonly StepModel[]): readonly (readonly [string, CallSite | undefined])[] {
  return steps.map(({ id, reference }) => [`${owner}.steps.${id}`, reference.source]);
}

function sourcesOf(model: FileModel): ReadonlyMap<string, CallSite | undefined> {
  const inside =
    "steps" in model
      ? stepSources("runs", model.steps)
      : model.jobs.flatMap((job) => [
          [`jobs.${job.id}`, job.reference.source] as const,
          ...stepSources(`jobs.${job.id}`, stepsOf(job)),
        ]);
  return new Map([["", model.source], ...inside]);
}

/** Adds to each problem the line in the author's source that its place was written at. */
export function withSources(problems: readonly Problem[], model: FileModel): readonly Problem[] {
  const sources = sourcesOf(model);
  return problems.map((problem) => {
    const source = problem.source ?? sources.get(problem.place) ?? model.source;
    return source ? { ...problem, source } : problem;
  });
}

/** The file of a workflow whose own problems have been looked at. */
export function toText(lowered: LoweredWorkflow, header?: string): WorkflowText {
  const content = renderLowered(lowered, header === undefined ? {} : { header });
  return { path: workflowPath(lowered.file), content };
}

/**
 * Everything wrong with a workflow, sorted by place; nothing is written. First the model (references, names, scripts);
 * when that is sound, what GitHub's parser and language service and our rules say of its file. Given the text of a
 * file, only the latter.
 */
export async function validate(
  workflow: Workflow | WorkflowText,
  { rules }: ValidateOptions = {},
): Promise<readonly Problem[]> {
  if (!("kind" in workflow)) {
    return checkFile(workflow, rules);
  }
  const lowered = lowerWorkflow(workflow.model);
  if (lowered.problems.length > 0) {
    return lowered.problems;
  }
  const text = toText(lowered);
  const found = withoutDeclared(await checkFile(text, rules), readingsOfModel(workflow.model), text.content);
  return withSources(found, workflow.model);
}
