import {
  type Condition,
  type Expression,
  expression,
  type JobScope,
  type OutputScope,
  type Scope,
  type StepScope,
  type Text,
  type Value,
} from "../expression/expression.ts";
import type { Callee } from "./callee.ts";
import type { Concurrency } from "./concurrency.ts";
import type { Container, ServiceContainer } from "./container.ts";
import { requireId } from "./given.ts";
import type { Ignore } from "./ignore.ts";
import type { MatrixModel } from "./matrix.ts";
import type { Permissions } from "./permissions.ts";
import { type JobReference, reference } from "./reference.ts";
import { refuseShape } from "./refuse-shape.ts";
import { jobShape } from "./shapes.ts";
import type { Shell } from "./shell.ts";
import type { StepModel } from "./step.ts";

export type JobResult = "success" | "failure" | "cancelled" | "skipped";

export interface EnvironmentUse {
  readonly name: Text<JobScope>;
  /** Shown beside the deployment. @default none */
  readonly url?: Text<Exclude<OutputScope, "secrets">>;
  /** Whether GitHub keeps a deployment record of its own for the job. @default true */
  readonly deployment?: Value<boolean, JobScope>;
}

export interface RunDefaults<S extends Scope = "value" | "matrix" | "env"> {
  readonly shell?: Shell;
  readonly workingDirectory?: Text<S>;
}

/** Runners of a group, those with a label, or both. */
export interface RunnerGroup {
  readonly group?: Text<JobScope>;
  readonly labels?: Text<JobScope> | readonly Text<JobScope>[];
}

/** The image the runner becomes when the job succeeds; only on runners made for it. */
export interface Snapshot {
  readonly imageName: string;
  /** `1.*`: the major version, and any minor. @default GitHub's next minor version */
  readonly version?: string;
  readonly if?: Expression<boolean, JobScope>;
}

/**
 * What the job may do with caches, narrower than GitHub's default for the event. GitHub has it since 2026-09-10; its
 * parser does not know it yet.
 */
export type CacheMode = "read" | "write" | "write-only" | "none";

type JobOutputs = Readonly<Record<string, Expression<string, OutputScope>>>;

/** What both a job with steps and a call of a workflow can say. */
export interface CommonJobOptions {
  readonly name: Text<JobScope>;
  /** @default GitHub's: all ancestors succeeded */
  readonly if?: Condition;
  /**
   * Jobs to wait for without reading anything of theirs. What the job reads it needs by itself. `"all"`: every other
   * job that the workflow has in the end, those that are added later included.
   */
  readonly needs?: readonly JobModel[] | "all";
  readonly concurrency?: Concurrency<JobScope>;
  readonly matrix?: MatrixModel;
  /** Beyond what its steps, or the called workflow's jobs, bring. @default none */
  readonly permissions?: Permissions;
  /** Findings about the job itself that are accepted; those about a step are the step's. @default none */
  readonly ignores?: readonly Ignore[];
}

export interface JobOptions<Outputs extends JobOutputs = JobOutputs> extends CommonJobOptions {
  /** The runner's label, labels that must all fit, or a group. @default "ubuntu-24.04" */
  readonly runsOn?: Text<JobScope> | readonly Text<JobScope>[] | RunnerGroup;
  /** Positive whole minutes, at most 360 on GitHub's runners; after them the job is cancelled. */
  readonly timeoutMinutes: Value<number, JobScope>;
  readonly steps: readonly StepModel[];
  readonly environment?: string | EnvironmentUse;
  readonly env?: Readonly<Record<string, Text<JobScope | "secrets">>>;
  readonly outputs?: Outputs;
  readonly continueOnError?: Value<boolean, JobScope>;
  readonly defaults?: RunDefaults;
  readonly container?: Container | Text<JobScope>;
  /** By the name under which the job reaches it. */
  readonly services?: Readonly<Record<string, ServiceContainer>>;
  readonly snapshot?: Snapshot;
  /** @default GitHub's, from the event */
  readonly cacheMode?: CacheMode;
}

interface JobCommon {
  /** Its key in the file, and the name by which it is found and replaced. Unique in its workflow. */
  readonly id: string;
  readonly reference: JobReference;
  /** The jobs it took the place of: what referred to them refers to it. */
  readonly replaces: readonly JobReference[];
  /** How it ended; for a job with a matrix, all combinations together. */
  readonly result: Expression<JobResult>;
}

/** A job that runs steps, without the types of its outputs. */
export interface StepsJobModel extends JobCommon {
  readonly kind: "job";
  readonly options: JobOptions;
}

export interface CallJobOptions extends CommonJobOptions {
  /** Under the names of the called workflow. */
  readonly inputs: Readonly<Record<string, Text<JobScope> | Value<number | boolean, JobScope>>>;
  readonly secrets: Readonly<Record<string, Text<JobScope | "secrets">>>;
  /** Why the called workflow gets all secrets there are. */
  readonly inheritSecrets?: string;
}

/** A job that is another workflow, without the types of its outputs. */
export interface CallJobModel extends JobCommon {
  readonly kind: "call";
  readonly callee: Callee;
  readonly options: CallJobOptions;
}

export type JobModel = StepsJobModel | CallJobModel;

export interface Job<Outputs extends JobOutputs = JobOutputs> extends StepsJobModel {
  /** For other jobs; reading one makes them need this job. Outputs are always text. */
  readonly outputs: { readonly [K in keyof Outputs]: Expression<TypeOf<Outputs[K]>> };
}

type TypeOf<E> = E extends Expression<infer T, StepScope> ? T : string;

/** An expression for each output of a job. */
export function jobOutputs(job: JobReference, names: readonly string[]): Readonly<Record<string, Expression<string>>> {
  return Object.fromEntries(names.map((output) => [output, expression({ kind: "job-output", job, output })]));
}

/** The names that a job gives outputs under. */
export function outputNamesOf(job: JobModel): readonly string[] {
  return job.kind === "job" ? Object.keys(job.options.outputs ?? {}) : job.callee.outputs;
}

/** The steps of a job; a call has none of its own. */
export function stepsOf(job: JobModel): readonly StepModel[] {
  return job.kind === "job" ? job.options.steps : [];
}

/**
 * A job. `needs` follow from what it reads of other jobs; its permissions are the union of its steps'.
 * @example
 * const image = job("image", { name: "Image", timeoutMinutes: 20, steps: [build], outputs: { digest: build.outputs.digest } });
 * const deploy = job("deploy", { …, steps: [run("say", sh`echo ${image.outputs.digest}`)] }); // needs: [image]
 */
export function job<const Outputs extends JobOutputs = Readonly<Record<never, never>>>(
  id: string,
  options: JobOptions<Outputs>,
): Job<Outputs> {
  requireId("job", id, 'job("test", { name: "Test", … })');
  refuseShape(`job "${id}"`, { steps: undefined, ...(options as object) }, jobShape);
  const self = reference("job", id);
  return {
    kind: "job",
    id,
    reference: self,
    replaces: [],
    options,
    result: expression({ kind: "job-result", job: self }),
    outputs: jobOutputs(self, Object.keys(options.outputs ?? {})) as Job<Outputs>["outputs"],
  };
}
