import {
  and,
  type Condition,
  checkout,
  choose,
  type Expression,
  eq,
  input,
  type JobModel,
  job,
  ne,
  oneOf,
  succeeded,
  text,
  type Workflow,
  workflow,
  workflowDispatch,
} from "../src/workflow/index.ts";
import {
  type AdmissionWishes,
  admitStep,
  finishSteps,
  loginStep,
  type ReleaseOutputs,
  type RolloutWishes,
} from "./delivery-steps.ts";
import { reasonInput, stageInput } from "./dispatch-inputs.ts";
import { rescuedFinishJob } from "./finish-job.ts";
import { noticeJob } from "./notice-job.ts";
import type { Pipeline } from "./pipeline.ts";
import { isThrough, type RolledOut, rollbackJob, rolloutJob } from "./rollout-jobs.ts";
import { aloneIn, namingIn, type Stage, stagesOf, wavesOf } from "./stages.ts";
import { type WaveJobs, waveJobs } from "./wave-jobs.ts";

/** A release manager takes a version to the next environment: admit → rollout → rollback if need be → finish → notice. */
export function promoteWorkflow(pipeline: Pipeline): Workflow {
  const dispatch = workflowDispatch({
    version: input.string({ description: "Version to promote, for example 1.4.0-alpha.7", required: true }),
    environment: stageInput(pipeline, firstForPeople(pipeline), "Where to"),
    reason: reasonInput(),
    reversible: input.string({
      description: 'Whether it can be taken back: true, false, or "until 20%"; empty means as declared',
    }),
    hotfix: input.boolean({ description: "It mends what is broken now, so it is not baked", default: false }),
    "retry-reason": input.string({ description: "Why it is tried again although it is in quarantine" }),
    "override-freeze": input.string({ description: "Why a freeze does not count this time" }),
    ...budgetInput(pipeline),
  });
  const { version, environment, reason, reversible, hotfix } = dispatch.inputs;
  const { "override-budget": overrideBudget } = dispatch.inputs;
  const exceptions = {
    retryReason: dispatch.inputs["retry-reason"],
    overrideFreeze: dispatch.inputs["override-freeze"],
    ...(overrideBudget === undefined ? {} : { overrideBudget }),
  };
  const admission = overrideBudget === undefined ? exceptions : { hotfix, ...exceptions };
  const wishes = { reason, reversible, hotfix, ...exceptions };
  return workflow({
    file: `${pipeline.filePrefix}promote`,
    name: `Promote ${pipeline.service}`,
    runName: text`Promote ${pipeline.service} ${version} to ${environment}`,
    on: { workflow_dispatch: dispatch },
    concurrency: { group: text`promote/${pipeline.service}/${environment}`, queue: "max" },
    jobs: promoteJobs(pipeline, { version, environment, admission, wishes }),
  });
}

/** Nobody is asked about a budget that nobody looks at. */
function budgetInput({ budgetSecrets }: Pipeline): { readonly "override-budget"?: TextInput } {
  const description = "Why a spent error budget does not count this time";
  return budgetSecrets === undefined ? {} : { "override-budget": input.string({ description }) };
}

type TextInput = ReturnType<typeof input.string<false>>;

/** What people promote to; the environments before get their releases by themselves. */
function firstForPeople(pipeline: Pipeline): string | undefined {
  return stagesOf(pipeline).find(({ environments: [first] }) => !first.automatic)?.name;
}

interface PromoteInputs {
  readonly version: Expression<string>;
  readonly environment: Expression<string>;
  readonly admission: AdmissionWishes;
  readonly wishes: RolloutWishes;
}

function promoteJobs(
  pipeline: Pipeline,
  { version, environment, admission, wishes }: PromoteInputs,
): readonly JobModel[] {
  const admit = admitJob(pipeline, environment, version, admission);
  const release = admit.outputs;
  const waves = wavesOf(pipeline).map((wave) => ({
    wave,
    made: waveJobs(pipeline, wave, {
      verb: "rollout",
      release,
      wishes,
      if: and(succeeded(admit), eq(environment, wave.name)),
    }),
  }));
  const alone = aloneJobs(pipeline, { environment, admit, wishes });
  const before = [admit, ...alone, ...waves.flatMap(({ made }) => made.jobs)];
  const reached = waves.flatMap(({ wave, made }) => reachedBranches(environment, wave, made));
  const told = reached.length === 0 ? environment : choose(reached, environment);
  return [...before, noticeJob(pipeline, { environment: told, after: before, release })];
}

/** Failures of a wave are told in the region that it came to; with its own name nothing is deployed. */
function reachedBranches(
  environment: Expression<string>,
  { name }: Stage,
  { rollouts }: WaveJobs,
): readonly [Expression<boolean>, string][] {
  return rollouts.toReversed().map(({ region, rollout }, index) => {
    const isFirst = index === rollouts.length - 1;
    return isFirst ? [eq(environment, name), region] : [ne(rollout.result, "skipped"), region];
  });
}

interface AloneInput {
  readonly environment: Expression<string>;
  readonly admit: ReturnType<typeof admitJob>;
  readonly wishes: RolloutWishes;
}

/** What is promoted by itself; nothing where everything is a region of a wave. */
function aloneJobs(pipeline: Pipeline, { environment, admit, wishes }: AloneInput): readonly JobModel[] {
  const alone = aloneIn(pipeline);
  if (alone.length === 0) return [];
  const release = admit.outputs;
  const hasWaves = alone.length < pipeline.environments.length;
  const isMeant = oneOf(
    environment,
    alone.map(({ name }) => name),
  );
  const rollout = rolloutJob(pipeline, {
    id: "rollout",
    name: text`Roll out to ${environment}`,
    environment,
    longestMinutes: Math.max(...alone.map(({ longestRolloutMinutes }) => longestRolloutMinutes)),
    release,
    wishes,
    if: hasWaves ? and(succeeded(admit), isMeant) : succeeded(admit),
  });
  const rollback = rollbackJob(pipeline, {
    id: "rollback",
    name: text`Take ${environment} back`,
    environment,
    admitted: admit,
    rollout,
  });
  return [rollout, rollback, ...finishJobs(pipeline, { environment, admit, rollout, rollback, release })];
}

/** Before anybody is asked to approve: every reason against it, at once. */
function admitJob(
  pipeline: Pipeline,
  environment: Expression<string>,
  version: Expression<string>,
  wishes: AdmissionWishes,
) {
  const admit = admitStep(pipeline, environment, version, wishes);
  return job("admit", {
    name: "Admit",
    timeoutMinutes: 10,
    steps: [checkout(), loginStep(pipeline, { level: "read", why: "finds the image" }), admit],
    outputs: {
      version: admit.outputs.version,
      digest: admit.outputs.digest,
      commit: admit.outputs.commit,
    },
  });
}

interface FinishInput {
  readonly environment: Expression<string>;
  readonly admit: JobModel;
  readonly rollout: RolledOut;
  readonly rollback: JobModel & { readonly outputs: ReleaseOutputs };
  readonly release: ReleaseOutputs;
}

/** Only where success gives the release a new name; after a long bake the watchdog does it. */
function finishJobs(
  pipeline: Pipeline,
  { environment, admit, rollout, rollback, release }: FinishInput,
): readonly JobModel[] {
  const naming = namingIn(pipeline);
  const worked: Condition = and(succeeded(admit, rollout), isThrough(rollout));
  const where = naming.length === pipeline.environments.length ? undefined : oneOf(environment, naming);
  const condition = where === undefined ? worked : and(worked, where);
  const rescued = { id: "late-finish", environment, rollback };
  return naming.length === 0
    ? []
    : [
        job("finish", {
          name: text`Finish ${environment}`,
          if: condition,
          timeoutMinutes: 10,
          steps: finishSteps(pipeline, environment, release),
        }),
        rescuedFinishJob(pipeline, where === undefined ? rescued : { ...rescued, where }),
      ];
}
