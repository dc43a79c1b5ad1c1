import {
  actions,
  checkout,
  type Expression,
  github,
  type Permissions,
  type StepModel,
  secret,
  type Text,
  uses,
} from "../src/workflow/index.ts";
import { inRepository } from "./names.ts";
import type { Pipeline } from "./pipeline.ts";
import { tidegateActions } from "./tidegate-actions.gen.ts";

type Environment = string | Expression<string>;

/** What was built, under its names for people, machines and git. */
export interface ReleaseOutputs {
  readonly version: Expression<string>;
  readonly digest: Expression<string>;
  readonly commit: Expression<string>;
}

/** ghcr.io takes the workflow's own token, if it is allowed to; other registries have secrets of their own. */
function packages(pipeline: Pipeline, level: NonNullable<Permissions["packages"]>): Permissions {
  return pipeline.image.login === "github-token" ? { packages: level } : {};
}

/** One of our actions, which asks for packages only where they are the registry, for approvers only where there are some. */
function ours<A extends { readonly permissions: Permissions }>(pipeline: Pipeline, action: A): A {
  const { packages, actions: environments, ...others } = action.permissions;
  const permissions = {
    ...others,
    ...(packages !== undefined && pipeline.image.login === "github-token" ? { packages } : {}),
    ...(environments !== undefined && pipeline.hasApprovers ? { actions: environments } : {}),
  };
  return { ...action, permissions };
}

type StepEnv = { readonly env?: Readonly<Record<string, Text>> };

/** Secrets reach only the steps that tell the team, under the names that the manifest gives. */
function channelEnv({ channelSecrets }: Pipeline): StepEnv {
  return secretEnv(channelSecrets);
}

/** Whoever drives a rollout reads the metrics too. */
function drivingEnv({ channelSecrets, metricsSecrets }: Pipeline): StepEnv {
  return secretEnv([...new Set([...channelSecrets, ...metricsSecrets])].sort());
}

function secretEnv(names: readonly string[]): StepEnv {
  return names.length === 0 ? {} : { env: Object.fromEntries(names.map((name) => [name, secret(name)])) };
}

export function coverageStep(pipeline: Pipeline) {
  return uses(
    "coverage",
    tidegateActions.coverage,
    {
      report: inRepository(pipeline, pipeline.toolchain.report),
      threshold: pipeline.coveragePercent,
      title: `Coverage of ${pipeline.service}`,
    },
    { name: `At least ${pipeline.coveragePercent} % of the lines are covered` },
  );
}

export function loginStep(pipeline: Pipeline, level: NonNullable<Permissions["packages"]>): StepModel {
  const { registry, login } = pipeline.image;
  const credentials =
    login === "github-token"
      ? { username: github.actor, password: github.token }
      : { username: secret(login.username), password: secret(login.password) };
  return uses(
    "login",
    actions.dockerLogin,
    { registry, ...credentials },
    { name: `Log in to ${registry}`, permissions: packages(pipeline, level) },
  );
}

export function nextVersionStep(pipeline: Pipeline, digest: Expression<string>) {
  return uses(
    "version",
    ours(pipeline, tidegateActions.nextVersion),
    { service: pipeline.service, digest },
    { name: "Claim the next version" },
  );
}

/** What a release manager says of one release, beside its version. */
export interface Exceptions {
  readonly retryReason: Expression<string>;
  readonly overrideFreeze: Expression<string>;
  /** Only where somebody looks at the error budget. */
  readonly overrideBudget?: Expression<string>;
}

/** What is said to whoever decides; a hot fix only matters there where an error budget does. */
export interface AdmissionWishes extends Exceptions {
  readonly hotfix?: Expression<boolean>;
}

export function admitStep(
  pipeline: Pipeline,
  environment: Environment,
  version: Expression<string>,
  wishes: AdmissionWishes,
) {
  return uses(
    "admit",
    ours(pipeline, tidegateActions.admit),
    { service: pipeline.service, environment, version, ...wishes },
    { name: "Decide whether it may be promoted", ...secretEnv(pipeline.budgetSecrets ?? []) },
  );
}

/** Why it is rolled out, and what is special about it. */
export interface RolloutWishes extends Partial<Exceptions> {
  readonly reason: Expression<string>;
  readonly reversible?: Expression<string>;
  readonly hotfix?: Expression<boolean>;
}

export function rolloutStep(
  pipeline: Pipeline,
  environment: Environment,
  release: ReleaseOutputs,
  wishes: RolloutWishes,
) {
  return uses(
    "rollout",
    ours(pipeline, tidegateActions.rollout),
    { service: pipeline.service, environment, ...release, ...wishes },
    { name: "Roll out", ...drivingEnv(pipeline) },
  );
}

export interface ReconcileInputs {
  readonly environment: Environment;
  readonly mode: "watch" | "recover" | "rollback" | "undo";
  readonly reason: Text;
  /** Only for `undo`. */
  readonly digest?: Expression<string>;
  readonly to?: Expression<string>;
}

const reconcileNames = {
  watch: "Look after the environment",
  recover: "Take back what did not succeed",
  rollback: "Go back",
  undo: "Take back what the wave has brought",
} as const;

export function reconcileStep(pipeline: Pipeline, inputs: ReconcileInputs) {
  return uses(
    "reconcile",
    ours(pipeline, tidegateActions.reconcile),
    { service: pipeline.service, ...inputs },
    {
      name: reconcileNames[inputs.mode],
      ...drivingEnv(pipeline),
    },
  );
}

export interface ControlInputs {
  readonly environment: Expression<string>;
  readonly command: Expression<string>;
  readonly release: Expression<string>;
  readonly minutes: Expression<string>;
  readonly reason: Expression<string>;
}

export function controlStep(pipeline: Pipeline, inputs: ControlInputs) {
  return uses(
    "control",
    ours(pipeline, tidegateActions.control),
    { service: pipeline.service, ...inputs },
    { name: "Write the decision into the record", ...drivingEnv(pipeline) },
  );
}

/** The release gets its next name: same digest, never a rebuild. */
export function finishSteps(
  pipeline: Pipeline,
  environment: Environment,
  release: ReleaseOutputs,
): readonly StepModel[] {
  const finish = uses(
    "finish",
    ours(pipeline, tidegateActions.finish),
    { service: pipeline.service, environment, ...release },
    { name: "Give it its next name" },
  );
  return [checkout(), loginStep(pipeline, { level: "write", why: "tags the image" }), finish];
}

/** Tells the team of a failure that no rollout has told of, from the results of all jobs before. */
export function noticeStep(
  pipeline: Pipeline,
  environment: Environment,
  results: Expression<string>,
  release?: ReleaseOutputs,
) {
  return uses(
    "notice",
    ours(pipeline, tidegateActions.deployStatus),
    { service: pipeline.service, environment, ...release, results },
    { name: "Tell of what nobody told yet", ...channelEnv(pipeline) },
  );
}
