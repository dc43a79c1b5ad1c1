import { and, type JobModel, job, ne, succeeded } from "../src/workflow/index.ts";
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
