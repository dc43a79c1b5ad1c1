import type { CallSite } from "../../errors/call-site.ts";
import type { Text } from "../expression/expression.ts";
import { changeLog, type DeadChange, type Removal } from "./change-log.ts";
import type { Concurrency } from "./concurrency.ts";
import { type JobEditor, jobEditor, refuseTaken } from "./edit.ts";
import { isMap, requireGiven } from "./given.ts";
import type { Ignore } from "./ignore.ts";
import type { CacheMode, JobModel, RunDefaults } from "./job.ts";
import { type Patch, type PatchOptions, type PatchPath, type PatchValue, patch } from "./patch.ts";
import { reference } from "./reference.ts";
import { refuseShape } from "./refuse-shape.ts";
import { workflowShape } from "./shapes.ts";
import type { Shell } from "./shell.ts";
import type { AnyTrigger, Triggers } from "./triggers.ts";

export interface WorkflowDefaults extends Omit<RunDefaults<never>, "shell"> {
  /** `github`: what GitHub takes by itself; bash on Linux, where a pipe fails only with its last part, PowerShell on Windows. */
  readonly shell?: Shell | "github";
}

export interface WorkflowOptions {
  /** The file's name without `.yml`: `deliver` becomes `.github/workflows/deliver.yml`. */
  readonly file: string;
  readonly name: string;
  /** For who reads or calls the workflow. @default none */
  readonly description?: string;
  /** What the list of runs calls a run. @default GitHub's, from the event */
  readonly runName?: Text<"value">;
  /** By event, or as triggers whose payload the jobs read. */
  readonly on: Triggers | readonly AnyTrigger[];
  readonly concurrency: Concurrency;
  readonly jobs: readonly JobModel[];
  readonly env?: Readonly<Record<string, Text<"value" | "secrets">>>;
  /** @default bash, so that a pipe fails when any part of it does */
  readonly defaults?: WorkflowDefaults;
  /** @default GitHub's, from the event */
  readonly cacheMode?: CacheMode;
  /** Findings about the workflow itself that are accepted: not about its triggers, jobs or steps. @default none */
  readonly ignores?: readonly Ignore[];
  /** Lines for the reader of the file, below the line that says what generated it. @default none */
  readonly comment?: string;
}

/** What a workflow gives to who calls it. */
export interface WorkflowOutput {
  readonly description?: string;
  /** Of one of its jobs, or of a step of one. */
  readonly value: Text<"value">;
}

/** A workflow at one moment, as data. Its token may do nothing but what each job is given. */
export interface WorkflowModel extends Omit<WorkflowOptions, "concurrency"> {
  readonly concurrency?: Concurrency;
  readonly outputs?: Readonly<Record<string, WorkflowOutput>>;
  /** Changes of the file's content, in the order they were asked for. */
  readonly patches: readonly Patch[];
  /** Changes by name that later ones undid. */
  readonly deadChanges: readonly DeadChange[];
  /** What was taken away by name, and where. */
  readonly removals: readonly Removal[];
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
  /** As it is now: the same value until something is changed. */
  readonly model: WorkflowModel;
  /** @throws WorkflowDefinitionError when there is no such job */
  job(id: string): JobEditor;
  /** Adds jobs at the end. */
  add(...jobs: readonly JobModel[]): void;
  /** Sets some of the workflow's own options and leaves the others. */
  change(options: Partial<Omit<WorkflowOptions, "file" | "jobs">>): void;
  /**
   * The last resort: sets a value of the file's content, or takes one away (`undefined`). What it makes is checked like
   * everything else; a patch that changes nothing, or whose surroundings are gone, is an error.
   * @param path keys of the YAML, and positions in its lists: `["jobs", "image", "steps", 0, "name"]`
   * @param why said beside it in the file, with the ignores
   */
  patch(path: PatchPath, value: PatchValue | undefined, why: string, options?: PatchOptions): void;
}

/** A workflow file: `.github/workflows/<file>.yml`. */
export function workflow(options: WorkflowOptions): Workflow {
  requireGiven(isMap(options), "What workflow(…) is given", options, 'its options: workflow({ file: "ci", … })');
  refuseShape(
    options.file ? `workflow "${options.file}"` : "the workflow",
    { file: undefined, on: undefined, jobs: undefined, ...(options as object) },
    workflowShape,
  );
  const { source } = reference("workflow", options.file);
  return workflowOf({ ...options, patches: [], deadChanges: [], removals: [], source });
}

/** The editable workflow around a model. */
export function workflowOf(start: WorkflowModel): Workflow {
  let model = start;
  const { file } = start;
  const log = changeLog();
  const change = (options: Partial<WorkflowModel>) => {
    model = { ...model, ...options };
  };
  const current = () => {
    if (model.deadChanges.length !== log.dead.length) change({ deadChanges: [...log.dead] });
    if (model.removals.length !== log.removals.length) change({ removals: [...log.removals] });
    return model;
  };
  return {
    kind: "workflow",
    file,
    get name() {
      return model.name;
    },
    get model() {
      return current();
    },
    job: (id) => jobEditor({ id, file, log, jobs: () => model.jobs, setJobs: (jobs) => change({ jobs }) }),
    add(...jobs) {
      refuseTaken(model.jobs, jobs, file);
      change({ jobs: [...model.jobs, ...jobs] });
    },
    change(options) {
      refuseShape(`workflow "${file}"`, options, workflowShape);
      change(options);
    },
    patch: (path, value, why, options) => change({ patches: [...model.patches, patch(path, value, why, options)] }),
  };
}
