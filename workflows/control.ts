import {
  and,
  checkout,
  type Expression,
  input,
  type JobModel,
  job,
  ne,
  not,
  oneOf,
  succeeded,
  text,
  type Workflow,
  workflow,
  workflowDispatch,
} from "../src/workflow/index.ts";
import { type ControlInputs, controlStep, finishSteps, loginStep } from "./delivery-steps.ts";
import { environmentInput, reasonInput } from "./dispatch-inputs.ts";
import { guardedEnvironment, unguardedEnvironment } from "./names.ts";
import { noticeJob } from "./notice-job.ts";
import type { Pipeline } from "./pipeline.ts";
import { namingIn } from "./stages.ts";

/** What stands still or goes back asks nobody; so does going on after a person's own pause. */
const unasked = ["pause", "resume", "abort"] as const;
/** What goes forward faster than planned asks the environment's approvers. */
const asked = ["promote-now", "override-freeze", "retry"] as const;

/**
 * A release manager decides about the rollout under way. The decision goes into the record, where whoever drives finds it;
 * when nobody does, as in a long bake, this run sees to it.
 */
export function controlWorkflow(pipeline: Pipeline): Workflow {
  const dispatch = workflowDispatch({
    environment: environmentInput(pipeline, pipeline.environments.at(-1)?.name, "Where"),
    command: input.choice({ description: "What", required: true, options: [...unasked, ...asked], default: "pause" }),
    release: input.string({ description: "Only for retry: the version that may be delivered again" }),
    minutes: input.string({ description: "Only for pause: it goes back after so many; empty means a day" }),
    reason: reasonInput(),
  });
  const { environment, command } = dispatch.inputs;
  return workflow({
    file: `${pipeline.filePrefix}control`,
    name: `Control ${pipeline.service}`,
    runName: text`${command} of ${pipeline.service} in ${environment}`,
    on: { workflow_dispatch: dispatch },
    // Never a rollout's group: the rollout is what it is about, and does not wait for it.
    concurrency: { group: text`control/${pipeline.service}/${environment}`, queue: "max" },
    jobs: controlJobs(pipeline, dispatch.inputs),
  });
}

function controlJobs(pipeline: Pipeline, inputs: ControlInputs): readonly JobModel[] {
  const { environment, command } = inputs;
  const isUnasked = oneOf(command, [...unasked]);
  const steady = decisionJob(pipeline, inputs, {
    id: "control",
    name: text`${command} in ${environment}`,
    if: isUnasked,
    environment: unguardedEnvironment(environment),
  });
  const forward = decisionJob(pipeline, inputs, {
    id: "approved",
    name: text`${command} in ${environment}, approved`,
    if: not(isUnasked),
    environment: guardedEnvironment(environment),
  });
  const finish = finishJobs(pipeline, environment, forward);
  const before = [steady, forward, ...finish];
  return [...before, noticeJob(pipeline, { environment, after: before })];
}

function decisionJob(
  pipeline: Pipeline,
  inputs: ControlInputs,
  options: Pick<Parameters<typeof job>[1], "name" | "if" | "environment"> & { readonly id: string },
) {
  const { id, ...where } = options;
  const control = controlStep(pipeline, inputs);
  return job(id, {
    ...where,
    timeoutMinutes: 15,
    steps: [checkout(), loginStep(pipeline, { level: "read", why: "pulls the image" }), control],
    outputs: {
      version: control.outputs.version,
      digest: control.outputs.digest,
      commit: control.outputs.commit,
    },
  });
}

/** Leaving out the rest of a long bake makes a release succeed here and now. */
function finishJobs(
  pipeline: Pipeline,
  environment: Expression<string>,
  after: ReturnType<typeof decisionJob>,
): readonly JobModel[] {
  const naming = namingIn(pipeline);
  if (naming.length === 0) return [];
  const worked = and(succeeded(after), ne(after.outputs.version, ""));
  return [
    job("finish", {
      name: text`Finish ${environment}`,
      if: naming.length === pipeline.environments.length ? worked : and(worked, oneOf(environment, naming)),
      timeoutMinutes: 10,
      steps: finishSteps(pipeline, environment, after.outputs),
    }),
  ];
}
