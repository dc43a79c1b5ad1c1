import { parse } from "yaml";
import { type JobModel, type JobOptions, job, render, type StepModel, workflow } from "../../../src/workflow/index.ts";

export function aJob(id: string, steps: readonly StepModel[], options: Partial<JobOptions> = {}) {
  return job(id, { name: id, timeoutMinutes: 5, steps, ...options });
}

export function file(jobs: readonly JobModel[], on = {}) {
  return workflow({ file: "x", name: "X", on: { push: {}, ...on }, concurrency: { group: "x" }, jobs });
}

export const rendered = (...jobs: readonly JobModel[]) => parse(render(file(jobs))).jobs;
