import type { Workflow } from "../src/workflow/index.ts";
import { ciWorkflow } from "./ci.ts";
import { controlWorkflow } from "./control.ts";
import { deliverWorkflow } from "./deliver.ts";
import type { Pipeline } from "./pipeline.ts";
import { promoteWorkflow } from "./promote.ts";
import { rollbackWorkflow } from "./rollback.ts";
import { watchdogWorkflow } from "./watchdog.ts";

/** The six workflows of one service; jobs and steps can be changed by name until synth. */
export interface ServiceWorkflows {
  readonly ci: Workflow;
  readonly deliver: Workflow;
  readonly promote: Workflow;
  readonly rollback: Workflow;
  readonly control: Workflow;
  readonly watchdog: Workflow;
}

export function serviceWorkflows(pipeline: Pipeline): ServiceWorkflows {
  const deliver = deliverWorkflow(pipeline);
  const promote = promoteWorkflow(pipeline);
  const rollback = rollbackWorkflow(pipeline);
  const control = controlWorkflow(pipeline);
  return {
    ci: ciWorkflow(pipeline),
    deliver,
    promote,
    rollback,
    control,
    watchdog: watchdogWorkflow(pipeline, [deliver, promote, rollback, control]),
  };
}
