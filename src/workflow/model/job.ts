import { type Condition, type Expression, expression, type Text, type Value } from "../expression/expression.ts";
import type { MatrixModel } from "./matrix.ts";
import type { Permissions } from "./permissions.ts";
import { type JobReference, reference } from "./reference.ts";
import type { StepModel } from "./step.ts";

export type JobResult = "success" | "failure" | "cancelled" | "skipped";

/** What must not run at the same time as other members of its group. */
export type Concurrency = {
  readonly group: Text;
} & (
  | {
      /** Whether a newcomer cancels who is running. @default false */
      readonly cancelInProgress?: Value<boolean>;
      /** `single`: one waits, and a newer one takes its place. @default "single" */
      readonly queue?: "single";
    }
  | {
      /** `max`: up to 100 wait and run in order; nobody is cancelled. */
      readonly queue: "max";
      readonly cancelInProgress?: never;
    }
);

export interface EnvironmentUse {
  readonly name: Text;
  /** Shown beside the deployment. @default none */
  readonly url?: Text;
  /** Whether GitHub keeps a deployment record of its own for the job. @default true */
  readonly deployment?: boolean;
}

export interface RunDefaults {
  readonly shell?: "bash" | "sh";
  readonly workingDirectory?: Text;
}

/** A container a job runs in or beside. */
export interface Container {
  /** With a digest: a tag can be moved. */
  readonly image: Text;
  readonly env?: Readonly<Record<string, Text>>;
  /** `host:container` or `container`. */
  readonly ports?: readonly string[];
  readonly options?: string;
}

type JobOutputs = Readonly<Record<string, Expression<string>>>;

export interface JobOptions<Outputs extends JobOutputs = JobOutputs> {
  readonly name: Text;
  /** The runner's label, or labels that must all fit. @default "ubuntu-24.04" */
  readonly runsOn?: Text | readonly string[];
  /** Positive whole minutes, at most 360 on GitHub's runners; after them the job is cancelled. */
  readonly timeoutMinutes: Value<number>;
  readonly steps: readonly StepModel[];
  /** @default GitHub's: all ancestors succeeded */
  readonly if?: Condition;
  /** Jobs to wait for without reading anything of theirs. What the job reads it needs by itself. */
  readonly needs?: readonly JobModel[];
  readonly environment?: string | EnvironmentUse;
  readonly concurrency?: Concurrency;
  readonly env?: Readonly<Record<string, Text>>;
  readonly outputs?: Outputs;
  readonly matrix?: MatrixModel;
  readonly continueOnError?: Value<boolean>;
  readonly defaults?: RunDefaults;
  /** Beyond what its steps bring. @default none */
  readonly permissions?: Permissions;
  readonly container?: Container;
  readonly services?: Readonly<Record<string, Container>>;
}

/** A job, without the types of its outputs. */
export interface JobModel {
  readonly kind: "job";
  /** Its key in the file, and the name by which it is found and replaced. Unique in its workflow. */
  readonly id: string;
  readonly reference: JobReference;
  /** The jobs it took the place of: what referred to them refers to it. */
  readonly replaces: readonly JobReference[];
  readonly options: JobOptions;
  /** How it ended; for a job with a matrix, all combinations together. */
  readonly result: Expression<JobResult>;
}

export interface Job<Outputs extends JobOutputs = JobOutputs> extends JobModel {
  /** For other jobs; reading one makes them need this job. Outputs are always text. */
  readonly outputs: { readonly [K in keyof Outputs]: Outputs[K] };
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
  const self = reference("job", id);
  const outputs = Object.keys(options.outputs ?? {}).map((output) => [
    output,
    expression({ kind: "job-output", job: self, output }),
  ]);
  return {
    kind: "job",
    id,
    reference: self,
    replaces: [],
    options,
    result: expression({ kind: "job-result", job: self }),
    outputs: Object.fromEntries(outputs) as Job<Outputs>["outputs"],
  };
}
