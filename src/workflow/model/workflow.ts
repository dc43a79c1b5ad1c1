import type { CallSite } from "../../errors/call-site.ts";
import type { Text } from "../expression/expression.ts";
import { type JobEditor, jobEditor } from "./edit.ts";
import type { Concurrency, JobModel, RunDefaults } from "./job.ts";
import { reference } from "./reference.ts";
import type { Triggers } from "./triggers.ts";
import { WorkflowDefinitionError } from "./workflow-definition-error.ts";

export interface WorkflowOptions {
  /** The file's name without `.yml`: `deliver` becomes `.github/workflows/deliver.yml`. */
  readonly file: string;
  readonly name: string;
  /** What the list of runs calls a run. @default GitHub's, from the event */
  readonly runName?: Text;
  readonly on: Triggers;
  readonly concurrency: Concurrency;
  readonly jobs: readonly JobModel[];
  readonly env?: Readonly<Record<string, Text>>;
  /** @default bash, so that a pipe fails when any part of it does */
  readonly defaults?: RunDefaults;
  /** Lines for the reader of the file, below the line that says what generated it. @default none */
  readonly comment?: string;
}

/** A workflow at one moment, as data. Its token may do nothing but what each job is given. */
export interface WorkflowModel extends WorkflowOptions {
  readonly source: CallSite | undefined;
}

/**
 * A workflow whose jobs and steps can be changed by name until it is rendered. A name that matches nothing throws, so
 * that a change cannot quietly stop having an effect.
 */
export interface Workflow {
  readonly kind: "workflow";
  readonly file: string;
  readonly name: string;
  /** As it is now. */
  readonly model: WorkflowModel;
  /** @throws WorkflowDefinitionError when there is no such job */
  job(id: string): JobEditor;
  /** Adds jobs at the end. */
  add(...jobs: readonly JobModel[]): void;
}

/** A workflow file: `.github/workflows/<file>.yml`. */
export function workflow(options: WorkflowOptions): Workflow {
  let model: WorkflowModel = { ...options, source: reference("workflow", options.file).source };
  const setJobs = (jobs: readonly JobModel[]) => {
    model = { ...model, jobs };
  };
  return {
    kind: "workflow",
    file: options.file,
    name: options.name,
    get model() {
      return model;
    },
    job(id) {
      return jobEditor({ id, file: options.file, jobs: () => model.jobs, setJobs });
    },
    add(...jobs) {
      const taken = jobs.find(({ id }) => model.jobs.some((job) => job.id === id));
      if (taken) {
        throw new WorkflowDefinitionError(
          `${options.file} already has a job "${taken.id}". Change it with job("${taken.id}").replace(…), or choose another id.`,
        );
      }
      setJobs([...model.jobs, ...jobs]);
    },
  };
}
