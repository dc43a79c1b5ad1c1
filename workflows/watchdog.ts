import { checkout, github, type JobModel, job, text, type Workflow, workflow } from "../src/workflow/index.ts";
import { reconcileStep } from "./delivery-steps.ts";
import { unguardedEnvironment } from "./names.ts";
import type { Pipeline } from "./pipeline.ts";

/**
 * Looks after every environment: after each delivery and promotion, on an alert, and on a schedule. It finishes what a
 * run that was killed left behind, and tells what was not told; a rollout whose driver is alive is left alone.
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
    jobs: pipeline.environments.map(({ name }) => watchJob(pipeline, name)),
  });
}

/**
 * One job an environment, so that one that cannot be reached does not hide the others. In no group of the environment:
 * a rollback must not wait for it, and the record says who may act.
 */
function watchJob(pipeline: Pipeline, environment: string): JobModel {
  return job(environment, {
    name: `Watch ${environment}`,
    timeoutMinutes: 15,
    environment: unguardedEnvironment(environment),
    steps: [
      checkout(),
      reconcileStep(pipeline, { environment, mode: "watch", reason: text`Watchdog, on ${github.eventName}` }),
    ],
  });
}
