import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
import { ErrorPolicy } from "@actions/workflow-parser/model/convert";
import type { WorkflowJob } from "@actions/workflow-parser/model/workflow-template";
import { TidegateError } from "../errors/tidegate-error.ts";

export interface JobConditions {
  readonly needs: readonly string[];
  readonly condition: string;
  readonly steps: readonly string[];
}

/**
 * What GitHub's own parser makes of a workflow: direct needs and every condition with its implicit `success()`.
 *
 * @throws TidegateError `invalid-input` with the parser's errors
 */
export async function parseConditions(path: string, content: string): Promise<Readonly<Record<string, JobConditions>>> {
  const { context, value } = parseWorkflow({ name: path, content }, new NoOperationTraceWriter());
  const template = value
    ? await convertWorkflowTemplate(context, value, undefined, { errorPolicy: ErrorPolicy.TryConversion })
    : undefined;
  const errors = context.errors.getErrors().map((error) => `  ${error.message}`);
  if (!template || errors.length > 0) {
    throw new TidegateError("invalid-input", `GitHub's parser refuses ${path}:\n${errors.join("\n")}`);
  }
  return Object.fromEntries(template.jobs.map((job) => [job.id.value, toConditions(job)]));
}

function toConditions(job: WorkflowJob): JobConditions {
  if (job.type !== "job") {
    throw new TidegateError("unsupported", `Job '${job.id.value}' calls a reusable workflow; a rehearsal cannot yet.`);
  }
  return {
    needs: (job.needs ?? []).map((need) => need.value),
    condition: job.if.expression,
    steps: job.steps.map((step) => (step.if ? step.if.expression : "success()")),
  };
}
