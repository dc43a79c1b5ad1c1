import { isMap, requireGiven } from "../model/given.ts";
import type { JobModel } from "../model/job.ts";
import { type Condition, type Expression, expression } from "./expression.ts";
import { and, eq, not } from "./operators.ts";

type Status = Expression<boolean, "condition">;

/** True whatever happened, even after a cancellation. A job under it can hang on after one: prefer {@link notCancelled}. */
export function always(): Status {
  return expression({ kind: "status", name: "always" });
}

/** True when nothing before failed or was cancelled. On a job it looks at ALL ancestors, not only at direct needs. */
export function success(): Status {
  return expression({ kind: "status", name: "success" });
}

/** True when a step before, or any ancestor of the job, failed. */
export function failure(): Status {
  return expression({ kind: "status", name: "failure" });
}

/** True when the run was cancelled. */
export function cancelled(): Status {
  return expression({ kind: "status", name: "cancelled" });
}

export function notCancelled(): Status {
  return not(cancelled());
}

/**
 * Exactly these jobs succeeded and the run was not cancelled. Without a status function GitHub adds `success()`, which
 * a skipped or failed *indirect* ancestor makes false (actions/runner#491).
 */
export function succeeded(...jobs: readonly JobModel[]): Condition {
  for (const job of jobs) {
    requireGiven(isMap(job) && "result" in job, "What succeeded(…) takes", job, "jobs, each made by job(…) or call(…)");
  }
  return and(notCancelled(), ...jobs.map((job) => eq(job.result, "success")));
}
