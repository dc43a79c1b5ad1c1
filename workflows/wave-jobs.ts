import {
  always,
  and,
  type Condition,
  checkout,
  choose,
  type Expression,
  eq,
  type JobModel,
  job,
  ne,
  not,
  succeeded,
  text,
} from "../src/workflow/index.ts";
import { finishSteps, type ReleaseOutputs, type RolloutWishes, reconcileStep } from "./delivery-steps.ts";
import { rollbackGroup, unguardedEnvironment } from "./names.ts";
import type { Pipeline, PipelineEnvironment } from "./pipeline.ts";
import { isThrough, type RolledOut, rolloutJob } from "./rollout-jobs.ts";
import type { Stage } from "./stages.ts";

export interface WaveJobsOptions {
  /** Before a region's name: `rollout` or `deploy`. */
  readonly verb: string;
  readonly release: ReleaseOutputs;
  readonly wishes: RolloutWishes;
  /** When the first region is begun. */
  readonly if: Condition;
}

export interface WaveJobs {
  readonly jobs: readonly JobModel[];
  /** By region, in order. */
  readonly rollouts: readonly { readonly region: string; readonly rollout: RolledOut }[];
  /** Succeeds once the wave has, in all its regions. */
  readonly last: JobModel;
}

/**
 * A wave: one region after the other, each once the one before has succeeded, its bake included. When that does not come
 * to its end, for whatever reason, what it has brought is taken back, the last region first. Only then, or once all have
 * it, it is over; the release gets its next name at the end alone.
 */
export function waveJobs(pipeline: Pipeline, wave: Stage, options: WaveJobsOptions): WaveJobs {
  const [first, ...others] = wave.environments;
  let closing = regionRollout(pipeline, first, options, options.if);
  const rollouts = [closing];
  for (const region of others) {
    closing = regionRollout(pipeline, region, options, hasArrived(closing.rollout));
    rollouts.push(closing);
  }
  const rollbacks = regionRollbacks(pipeline, wave, { rollouts, closing, release: options.release });
  const finish = finishJob(pipeline, wave, closing.rollout, options.release);
  return {
    jobs: [...rollouts.map(({ rollout }) => rollout), ...rollbacks, ...finish],
    rollouts,
    last: finish[0] ?? closing.rollout,
  };
}

/** Its job ended well, and with it its bake. */
function hasArrived(rollout: RolledOut): Condition {
  return and(succeeded(rollout), isThrough(rollout));
}

interface Region {
  readonly region: string;
  readonly rollout: RolledOut;
}

function regionRollout(
  pipeline: Pipeline,
  { name, longestRolloutMinutes }: PipelineEnvironment,
  { verb, release, wishes }: WaveJobsOptions,
  condition: Condition,
): Region {
  const rollout = rolloutJob(pipeline, {
    id: `${verb}-${name}`,
    name: verb === "deploy" ? `Deploy to ${name}` : `Roll out to ${name}`,
    environment: name,
    longestMinutes: longestRolloutMinutes,
    release,
    wishes,
    if: condition,
  });
  return { region: name, rollout };
}

interface TakenBack {
  readonly rollouts: readonly Region[];
  readonly closing: Region;
  readonly release: ReleaseOutputs;
}

const inOrder = { audit: "unread-result", why: "it only waits its turn: one that stays does not keep the others" };

/**
 * On another runner, in an environment that asks nobody, and from the records alone, which say what this run has brought
 * and what others did. The last region first, whatever became of the one after it.
 */
function regionRollbacks(
  pipeline: Pipeline,
  wave: Stage,
  { rollouts, closing, release }: TakenBack,
): readonly JobModel[] {
  const isIncomplete = not(and(eq(closing.rollout.result, "success"), isThrough(closing.rollout)));
  const reason = text`Wave ${wave.name} ${howFar(rollouts)}`;
  const jobs: JobModel[] = [];
  for (const { region, rollout } of rollouts.toReversed()) {
    const next = jobs.at(-1);
    jobs.push(
      job(`rollback-${region}`, {
        name: `Take ${region} back`,
        ...(next === undefined ? {} : { needs: [next], ignores: [inOrder] }),
        if: and(always(), ne(rollout.result, "skipped"), isIncomplete),
        timeoutMinutes: 30,
        environment: unguardedEnvironment(region),
        concurrency: { group: rollbackGroup(pipeline, region), queue: "max" },
        steps: [
          checkout(),
          reconcileStep(pipeline, { environment: region, mode: "undo", digest: release.digest, reason }),
        ],
      }),
    );
  }
  return jobs;
}

/** The last region that was begun with: where it did not succeed, or after which the next was never begun. */
function howFar(rollouts: readonly Region[]): Expression<string> | string {
  const [first, ...others] = rollouts;
  if (first === undefined) return "";
  const after = ({ region, rollout }: Region): [Expression<boolean>, string] => [
    and(eq(rollout.result, "success"), eq(rollout.outputs.outcome, "succeeded")),
    `stopped after ${region}`,
  ];
  const cases = others.flatMap((one, index): [Expression<boolean>, string][] => [
    after(rollouts[index] ?? first),
    [ne(one.rollout.result, "skipped"), `went back in ${one.region}`],
  ]);
  return cases.length === 0
    ? `went back in ${first.region}`
    : choose(cases.toReversed(), `went back in ${first.region}`);
}

/** The regions have one channel; the last one's success is that of all. Also when the run was cancelled after it. */
function finishJob(pipeline: Pipeline, wave: Stage, rollout: RolledOut, release: ReleaseOutputs): readonly JobModel[] {
  const { name = "", channel = "alpha" } = wave.environments.at(-1) ?? {};
  if (channel === "alpha") return [];
  return [
    job(`finish-${wave.name}`, {
      name: `Finish ${wave.name}`,
      if: and(always(), eq(rollout.result, "success"), isThrough(rollout)),
      timeoutMinutes: 10,
      steps: finishSteps(pipeline, name, release),
    }),
  ];
}
