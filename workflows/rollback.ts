import {
  checkout,
  type Expression,
  input,
  job,
  text,
  type Workflow,
  workflow,
  workflowDispatch,
} from "../src/workflow/index.ts";
import { loginStep, reconcileStep } from "./delivery-steps.ts";
import { environmentInput, reasonInput } from "./dispatch-inputs.ts";
import { rollbackGroup, unguardedEnvironment } from "./names.ts";
import { noticeJob } from "./notice-job.ts";
import type { Pipeline } from "./pipeline.ts";

/** A release manager goes back at once: no build, no tests, nobody to ask. */
export function rollbackWorkflow(pipeline: Pipeline): Workflow {
  const dispatch = workflowDispatch({
    environment: environmentInput(pipeline, pipeline.environments.at(-1)?.name, "Where"),
    to: input.string({
      description: "last-good, or a version or digest that was live there before",
      required: true,
      default: "last-good",
    }),
    reason: reasonInput(),
  });
  const { environment, to, reason } = dispatch.inputs;
  const rollback = rollbackJob(pipeline, { environment, to, reason });
  return workflow({
    file: `${pipeline.filePrefix}rollback`,
    name: `Roll back ${pipeline.service}`,
    runName: text`Roll back ${pipeline.service} in ${environment}`,
    on: { workflow_dispatch: dispatch },
    concurrency: { group: text`rollback-run/${pipeline.service}/${environment}`, queue: "max" },
    jobs: [rollback, noticeJob(pipeline, { environment, after: [rollback] })],
  });
}

interface RollbackInputs {
  readonly environment: Expression<string>;
  readonly to: Expression<string>;
  readonly reason: Expression<string>;
}

function rollbackJob(pipeline: Pipeline, { environment, to, reason }: RollbackInputs) {
  return job("rollback", {
    name: text`Roll back ${environment}`,
    timeoutMinutes: 30,
    environment: unguardedEnvironment(environment),
    concurrency: { group: rollbackGroup(pipeline, environment), queue: "max" },
    steps: [
      checkout(),
      loginStep(pipeline, { level: "read", why: "pulls the image" }),
      reconcileStep(pipeline, { environment, mode: "rollback", to, reason }),
    ],
  });
}
