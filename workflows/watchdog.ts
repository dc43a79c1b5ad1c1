import { checkout, github, type JobModel, job, text, type Workflow, workflow } from "../src/workflow/index.ts";
import { reconcileStep } from "./delivery-steps.ts";
import { lateFinishJob } from "./finish-job.ts";
import { unguardedEnvironment } from "./names.ts";
import type { Pipeline, PipelineEnvironment } from "./pipeline.ts";

/**
 * Looks after every environment: after each delivery and promotion, on an alert, and on a schedule. It finishes what a
 * run that was killed left behind, and bakes that go on without their run; it names what has succeeded since, and tells what was not told; a rollout whose driver is alive is left alone.
 */
export function watchdogWorkflow(pipeline: Pipeline, watched: readonly Workflow[]): Workflow {
  return workflow({
    file: `${pipeline.filePrefix}watchdog`,
    name: `Watch ${pipeline.service}`,
    on: {
      workflow_run: {
        workflows: watched,
        types: ["completed"],
        branches: [pipeline.branch],
        ignores: [{ audit: "dangerous-triggers", why: "runs the default branch, nothing of the run it follows" }],
      },
      repository_dispatch: { types: ["slo-burn"] },
      schedule: [{ cron: pipeline.watchdogSchedule }],
      workflow_dispatch: {},
    },
    // Each run looks at everything, so one that waits is enough; one that works is never stopped.
    concurrency: { group: `watchdog/${pipeline.service}`, cancelInProgress: false },
    jobs: pipeline.environments.flatMap((environment) => watchJobs(pipeline, environment)),
  });
}

/**
 * One job an environment, so that one that cannot be reached does not hide the others. In no group of the environment:
 * a rollback must not wait for it, and the record says who may act.
 */
function watchJobs(pipeline: Pipeline, environment: PipelineEnvironment): readonly JobModel[] {
  const { name, channel, wave } = environment;
  const reconcile = reconcileStep(pipeline, {
    environment: name,
    mode: "watch",
    reason: text`Watchdog, on ${github.eventName}`,
  });
  const { version, digest, commit } = reconcile.outputs;
  const watch = job(`watch-${name}`, {
    name: `Watch ${name}`,
    timeoutMinutes: 15,
    environment: unguardedEnvironment(name),
    steps: [checkout(), reconcile],
    outputs: { version, digest, commit },
  });
  // What one region has says nothing about its wave.
  return channel === "alpha" || wave !== undefined
    ? [watch]
    : [watch, lateFinishJob(pipeline, environment, { id: `finish-${name}`, after: watch })];
}
