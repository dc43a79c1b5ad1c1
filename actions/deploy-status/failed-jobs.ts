import type { InputsOf } from "../../src/action/define-action.ts";
import type { definition } from "./inputs.ts";

type Results = NonNullable<InputsOf<typeof definition>["results"]>;

/** What went wrong in a run, in words: `failed: image, integration; cancelled: staging`. Undefined when nothing did. */
export function describeFailedJobs(results: Results): string | undefined {
  const named = (wanted: string) =>
    Object.entries(results).flatMap(([job, { result }]) =>
      result === wanted && job !== finished(results) ? [job] : [],
    );
  const parts = [
    { word: "failed", jobs: named("failure") },
    { word: "cancelled", jobs: named("cancelled") },
  ].flatMap(({ word, jobs }) => (jobs.length === 0 ? [] : [`${word}: ${jobs.join(", ")}`]));
  return parts.length === 0 ? undefined : parts.join("; ");
}

/** The environments whose own job to take them back did not do it: `rollback-eu` of `eu`. */
export function failedRollbacks(results: Results): readonly string[] {
  const prefix = "rollback-";
  return Object.entries(results).flatMap(([job, { result }]) => {
    const isBad = result === "failure" || result === "cancelled";
    return isBad && job.startsWith(prefix) ? [job.slice(prefix.length)] : [];
  });
}

/**
 * The job of promote's rollout, when the job that should have taken it back has finished it instead: the release is
 * through, and has told so.
 */
function finished({ rollback }: Results): "rollout" | undefined {
  return rollback?.outputs?.outcome === "succeeded" ? "rollout" : undefined;
}
