import {
  and,
  checkout,
  choose,
  type Expression,
  github,
  type JobModel,
  job,
  ne,
  succeeded,
  text,
  type Workflow,
  workflow,
} from "../src/workflow/index.ts";
import { finishSteps, loginStep, nextVersionStep, type ReleaseOutputs } from "./delivery-steps.ts";
import { rescuedFinishJob } from "./finish-job.ts";
import { imageJob } from "./image-job.ts";
import { integrationJob } from "./integration-job.ts";
import { triggerPaths } from "./names.ts";
import { noticeJob } from "./notice-job.ts";
import type { Pipeline, PipelineEnvironment } from "./pipeline.ts";
import { isThrough, type RolledOut, rollbackJob, rolloutJob } from "./rollout-jobs.ts";
import { type Stage, stagesOf } from "./stages.ts";
import { type WaveJobs, waveJobs } from "./wave-jobs.ts";

/**
 * After a merge: builds the image once, gives it the next alpha version, and deploys it to each environment that needs
 * no human, one after the other. A failure anywhere stops there and is told.
 */
export function deliverWorkflow(pipeline: Pipeline): Workflow {
  const image = imageJob(pipeline);
  const version = versionJob(pipeline, image.outputs.digest);
  const release = { ...version.outputs, digest: image.outputs.digest, commit: github.sha };
  const stages = environmentStages(pipeline, version, release);
  const before = [image, version, ...stages.jobs];
  return workflow({
    file: `${pipeline.filePrefix}deliver`,
    name: `Deliver ${pipeline.service}`,
    on: { push: { branches: [pipeline.branch], ...triggerPaths(pipeline) } },
    // In the order of the merges: an older commit never comes after a newer one.
    concurrency: { group: `deliver/${pipeline.service}`, queue: "max" },
    jobs: [...before, noticeJob(pipeline, { environment: stages.reached, after: before, release })],
  });
}

function versionJob(pipeline: Pipeline, digest: Expression<string>) {
  const claim = nextVersionStep(pipeline, digest);
  return job("version", {
    name: "Version",
    timeoutMinutes: 10,
    steps: [checkout(), loginStep(pipeline, { level: "write", why: "tags the image" }), claim],
    outputs: { version: claim.outputs.version },
  });
}

interface Stages {
  readonly jobs: readonly JobModel[];
  /** The last environment that was begun with; failures are told there. */
  readonly reached: string | Expression<string>;
}

function environmentStages(pipeline: Pipeline, version: JobModel, release: ReleaseOutputs): Stages {
  const automatic = stagesOf(pipeline).filter(({ environments: [first] }) => first.automatic);
  const jobs: JobModel[] = [];
  const begun: WaveJobs["rollouts"][number][] = [];
  let previous = version;
  for (const stage of automatic) {
    const made = stage.isWave
      ? waveStage(pipeline, stage, { version, previous, release })
      : environmentStage(pipeline, stage.environments[0], { version, previous, release });
    jobs.push(...made.jobs);
    begun.push(...made.rollouts);
    previous = made.last;
  }
  const first = pipeline.environments[0]?.name ?? "";
  const later = begun.slice(1).map(({ region, rollout }): [Expression<boolean>, string] => {
    return [ne(rollout.result, "skipped"), region];
  });
  later.reverse();
  return { jobs, reached: later.length > 0 ? choose(later, first) : first };
}

interface StageInput {
  /** Without a version nothing was rolled out. */
  readonly version: JobModel;
  /** Must have succeeded before this environment is touched. */
  readonly previous: JobModel;
  readonly release: ReleaseOutputs;
}

function waveStage(pipeline: Pipeline, wave: Stage, { previous, release }: StageInput): WaveJobs {
  return waveJobs(pipeline, wave, {
    verb: "deploy",
    release,
    wishes: { reason: text`Delivery of ${github.sha}` },
    if: succeeded(previous),
  });
}

function environmentStage(
  pipeline: Pipeline,
  environment: PipelineEnvironment,
  { version, previous, release }: StageInput,
): WaveJobs {
  const { name } = environment;
  const rollout = rolloutJob(pipeline, {
    id: `deploy-${name}`,
    name: `Deploy to ${name}`,
    environment: name,
    longestMinutes: environment.longestRolloutMinutes,
    release,
    wishes: { reason: text`Delivery of ${github.sha}` },
    if: succeeded(previous),
  });
  const rollback = rollbackJob(pipeline, {
    id: `rollback-${name}`,
    name: `Take ${name} back`,
    environment: name,
    admitted: version,
    rollout,
  });
  const { integration } = pipeline;
  const tested = integration?.after === name ? [integrationJob(pipeline, integration, rollout)] : [];
  const finished =
    environment.channel === "alpha"
      ? []
      : [finishJob(pipeline, name, { rollout, after: tested[0] ?? rollout, release })];
  // What its tests have not seen gets no name.
  const late = { id: `late-finish-${name}`, environment: name, rollback };
  const rescued = finished.length === 0 || tested.length > 0 ? [] : [rescuedFinishJob(pipeline, late)];
  return {
    jobs: [rollout, rollback, ...tested, ...finished, ...rescued],
    rollouts: [{ region: name, rollout }],
    last: finished[0] ?? tested[0] ?? rollout,
  };
}

interface FinishInput {
  readonly rollout: RolledOut;
  readonly after: JobModel;
  readonly release: ReleaseOutputs;
}

function finishJob(pipeline: Pipeline, environment: string, { rollout, after, release }: FinishInput): JobModel {
  return job(`finish-${environment}`, {
    name: `Finish ${environment}`,
    if: and(succeeded(after), isThrough(rollout)),
    timeoutMinutes: 10,
    steps: finishSteps(pipeline, environment, release),
  });
}
