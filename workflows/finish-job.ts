import {
  always,
  and,
  type Condition,
  type Expression,
  eq,
  type JobModel,
  job,
  ne,
  succeeded,
  text,
} from "../src/workflow/index.ts";
import { finishSteps, type ReleaseOutputs } from "./delivery-steps.ts";
import type { Pipeline, PipelineEnvironment } from "./pipeline.ts";

export interface LateFinish {
  readonly id: string;
  /** What may have brought a rollout to its end that its own run did not see. */
  readonly after: JobModel & { readonly outputs: ReleaseOutputs };
}

/** Names a release that has succeeded after its own run was over: after a long bake, or when that run was lost. */
export function lateFinishJob(pipeline: Pipeline, { name }: PipelineEnvironment, { id, after }: LateFinish): JobModel {
  return job(id, {
    name: `Finish ${name}`,
    if: and(succeeded(after), ne(after.outputs.version, "")),
    timeoutMinutes: 10,
    steps: finishSteps(pipeline, name, after.outputs),
  });
}

export interface RescuedFinish {
  readonly id: string;
  readonly environment: string | Expression<string>;
  /** The job that ends what the rollout's own job left behind. */
  readonly rollback: JobModel & { readonly outputs: ReleaseOutputs };
  /** Where a success gives a name. @default everywhere */
  readonly where?: Condition;
}

/**
 * Names a release whose rollout was past the point of no return when its job ended, so that the job which would have
 * taken it back has finished it. The watchdog would find nothing to do any more. Also when the run was cancelled.
 */
export function rescuedFinishJob(pipeline: Pipeline, { id, environment, rollback, where }: RescuedFinish): JobModel {
  const { version, digest, commit } = rollback.outputs;
  const isRescued = and(always(), eq(rollback.result, "success"), ne(version, ""));
  return job(id, {
    name: text`Finish ${environment} late`,
    if: where === undefined ? isRescued : and(isRescued, where),
    timeoutMinutes: 10,
    steps: finishSteps(pipeline, environment, { version, digest, commit }),
  });
}
