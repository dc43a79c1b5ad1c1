import type { WorkflowTemplate } from "@actions/workflow-parser";
import { TidegateError } from "../errors/tidegate-error.ts";
import { parseForGitHub } from "../workflow/github-parser.ts";

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
  const { template, errors } = await parseForGitHub(path, content);
  if (!template || errors.length > 0) {
    throw new TidegateError(
      "invalid-input",
      `GitHub's parser refuses ${path}:\n${errors.map((e) => `  ${e}`).join("\n")}`,
    );
  }
  return Object.fromEntries(template.jobs.map((job) => [job.id.value, toConditions(job)]));
}

function toConditions(job: WorkflowTemplate["jobs"][number]): JobConditions {
  if (job.type !== "job") {
    throw new TidegateError("unsupported", `Job '${job.id.value}' calls a reusable workflow; a rehearsal cannot yet.`);
  }
  return {
    needs: (job.needs ?? []).map((need) => need.value),
    condition: job.if.expression,
    steps: job.steps.map((step) => (step.if ? step.if.expression : "success()")),
  };
}
