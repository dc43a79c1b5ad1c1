import type { JobModel, StepsJobModel } from "../model/job.ts";
import type { JobReference, StepReference } from "../model/reference.ts";
import type { StepModel } from "../model/step.ts";

/** A step and where it is. */
export interface StepPlace {
  readonly job: StepsJobModel;
  readonly step: StepModel;
  /** From 0, in its job. */
  readonly index: number;
}

/** Finds what references refer to, among the jobs as they are now. */
export interface Lookup {
  readonly jobs: readonly JobModel[];
  findJob(reference: JobReference): JobModel | undefined;
  /** Every place of the step: one step value may be used in several jobs. */
  findSteps(reference: StepReference): readonly StepPlace[];
}

interface Replaceable<R> {
  readonly reference: R;
  readonly replaces: readonly R[];
}

function index<R, V>(map: Map<R, V[]>, { reference, replaces }: Replaceable<R>, value: V): void {
  for (const key of [reference, ...replaces]) {
    map.set(key, [...(map.get(key) ?? []), value]);
  }
}

export function lookup(jobs: readonly JobModel[]): Lookup {
  const byJob = new Map<JobReference, JobModel[]>();
  const byStep = new Map<StepReference, StepPlace[]>();
  for (const job of jobs) {
    index(byJob, job, job);
    if (job.kind === "job") {
      for (const [at, step] of job.options.steps.entries()) {
        index(byStep, step, { job, step, index: at });
      }
    }
  }
  return {
    jobs,
    findJob: (reference) => byJob.get(reference)?.[0],
    findSteps: (reference) => byStep.get(reference) ?? [],
  };
}
