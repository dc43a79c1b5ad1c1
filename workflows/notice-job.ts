import { expression } from "../src/workflow/expression/expression.ts";
import { always, checkout, type Expression, type JobModel, job, toJson } from "../src/workflow/index.ts";
import { noticeStep, type ReleaseOutputs } from "./delivery-steps.ts";
import { unguardedEnvironment } from "./names.ts";
import type { Pipeline } from "./pipeline.ts";

/** The results of all jobs this one needs, by job. */
const needs = expression<Readonly<Record<string, unknown>>>({ kind: "context", path: ["needs"] });

export interface NoticeJobOptions {
  readonly environment: string | Expression<string>;
  /** All jobs before; they decide whether something is left to tell. */
  readonly after: readonly JobModel[];
  readonly release?: ReleaseOutputs;
}

/** Runs last on every path, so that no end of a run is silent. */
export function noticeJob(pipeline: Pipeline, { environment, after, release }: NoticeJobOptions): JobModel {
  return job("notice", {
    name: "Notice",
    if: always(),
    needs: after,
    timeoutMinutes: 10,
    environment: unguardedEnvironment(environment),
    steps: [checkout(), noticeStep(pipeline, environment, toJson(needs), release)],
  });
}
