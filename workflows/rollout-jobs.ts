import {
  always,
  and,
  type Condition,
  checkout,
  type Expression,
  eq,
  type JobModel,
  job,
  ne,
} from "../src/workflow/index.ts";
import { loginStep, type ReleaseOutputs, type RolloutWishes, reconcileStep, rolloutStep } from "./delivery-steps.ts";
import { guardedEnvironment, rollbackGroup, rolloutGroup, unguardedEnvironment } from "./names.ts";
import type { Pipeline } from "./pipeline.ts";

/** What surrounds a rollout in its job: checkout, login, summary. */
const aroundRolloutMinutes = 10;

export interface RolloutJobOptions {
  readonly id: string;
  readonly name: Expression<string> | string;
  readonly environment: string | Expression<string>;
  /** With every step at its limit. */
  readonly longestMinutes: number;
  readonly release: ReleaseOutputs;
  readonly wishes: RolloutWishes;
  readonly if: Condition;
}

/** Shifts the traffic. The runner may die at any moment: what then has to be done is done by others. */
export function rolloutJob(pipeline: Pipeline, options: RolloutJobOptions) {
  const rollout = rolloutStep(pipeline, options.environment, options.release, options.wishes);
  return job(options.id, {
    name: options.name,
    if: options.if,
    timeoutMinutes: options.longestMinutes + aroundRolloutMinutes,
    environment: guardedEnvironment(options.environment),
    concurrency: { group: rolloutGroup(pipeline, options.environment), queue: "max" },
    steps: [checkout(), loginStep(pipeline, { level: "read", why: "pulls the image" }), rollout],
    outputs: {
      outcome: rollout.outputs.outcome,
      phase: rollout.outputs.phase,
      url: rollout.outputs.url,
    },
  });
}

export type RolledOut = ReturnType<typeof rolloutJob>;

/** A job whose long bake goes on without it has ended well, and the release has not succeeded yet. */
export function isThrough({ outputs }: RolledOut): Condition {
  return eq(outputs.outcome, "succeeded");
}

export interface RollbackJobOptions {
  readonly id: string;
  readonly name: Expression<string> | string;
  readonly environment: string | Expression<string>;
  /** Without it nothing was rolled out. */
  readonly admitted: JobModel;
  readonly rollout: JobModel;
}

/**
 * Runs on another runner whenever a rollout was begun and did not succeed: it failed, was cancelled, timed out, or its
 * runner was lost. It reads no output of the rollout, which a lost runner never wrote, but the target's record.
 */
export function rollbackJob(pipeline: Pipeline, { id, name, environment, admitted, rollout }: RollbackJobOptions) {
  const reason = "The rollout's job did not succeed";
  const reconcile = reconcileStep(pipeline, { environment, mode: "recover", reason });
  const { outcome, version, digest, commit } = reconcile.outputs;
  return job(id, {
    name,
    if: and(always(), eq(admitted.result, "success"), ne(rollout.result, "success"), ne(rollout.result, "skipped")),
    timeoutMinutes: 15,
    environment: unguardedEnvironment(environment),
    concurrency: { group: rollbackGroup(pipeline, environment), queue: "max" },
    steps: [checkout(), reconcile],
    // Past the point of no return it finishes the rollout instead, and the release has succeeded all the same.
    outputs: { outcome, version, digest, commit },
  });
}
