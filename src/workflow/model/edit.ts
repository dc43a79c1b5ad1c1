import type { CallJobOptions, JobModel, JobOptions, StepsJobModel } from "./job.ts";
import { joinPermissions } from "./permissions.ts";
import type { StepModel, StepOptions } from "./step.ts";
import { WorkflowDefinitionError } from "./workflow-definition-error.ts";

interface Named {
  readonly id: string;
}

/** Changes one step of a job by its name. */
export interface StepEditor {
  /** What referred to the old step now refers to the new one. */
  replace(step: StepModel): void;
  insertBefore(...steps: readonly StepModel[]): void;
  insertAfter(...steps: readonly StepModel[]): void;
  /** Sets some of the step's options and leaves the others. */
  change(options: Partial<StepOptions>): void;
  remove(): void;
}

/** Changes one job of a workflow by its name. */
export interface JobEditor {
  /** As it is now. */
  readonly model: JobModel;
  /** What referred to the old job now refers to the new one. */
  replace(job: JobModel): void;
  /** Sets some of the job's options and leaves the others. */
  change(options: Partial<JobOptions> | Partial<CallJobOptions>): void;
  /** Adds jobs to the workflow, before this one in the file. */
  insertBefore(...jobs: readonly JobModel[]): void;
  /** Adds jobs to the workflow, behind this one in the file. */
  insertAfter(...jobs: readonly JobModel[]): void;
  remove(): void;
  /** @throws WorkflowDefinitionError when the job has no such step */
  step(id: string): StepEditor;
  /** Adds steps at the end. */
  append(...steps: readonly StepModel[]): void;
  /** Adds steps at the beginning. */
  prepend(...steps: readonly StepModel[]): void;
}

interface JobPlace {
  readonly id: string;
  readonly file: string;
  jobs(): readonly JobModel[];
  setJobs(jobs: readonly JobModel[]): void;
}

function getNamed<T extends Named>(items: readonly T[], id: string, what: string, where: string): T {
  const found = items.find((item) => item.id === id);
  if (!found) {
    const known = items.map((item) => item.id).join(", ") || "none";
    throw new WorkflowDefinitionError(`${where} has no ${what} "${id}". It has: ${known}.`);
  }
  return found;
}

/** The items with the one of that name replaced by those. */
function splice<T extends Named>(items: readonly T[], id: string, replacement: (old: T) => readonly T[]): readonly T[] {
  return items.flatMap((item) => (item.id === id ? replacement(item) : [item]));
}

function takeOver<T extends JobModel | StepModel>(replacement: T, old: T): T {
  return { ...replacement, replaces: [...replacement.replaces, old.reference, ...old.replaces] };
}

/** @throws WorkflowDefinitionError when the job is a call, whose steps are the called workflow's */
function withSteps(job: JobModel, file: string): StepsJobModel {
  if (job.kind === "call") {
    throw new WorkflowDefinitionError(
      `Job "${job.id}" of ${file}.yml calls a workflow and has no steps. Change that workflow, or replace the job.`,
    );
  }
  return job;
}

/** @throws WorkflowDefinitionError when a job has an id that one of the workflow has */
export function refuseTaken(jobs: readonly JobModel[], added: readonly JobModel[], file: string): void {
  const taken = added.find(({ id }) => jobs.some((job) => job.id === id));
  if (taken) {
    throw new WorkflowDefinitionError(
      `${file} already has a job "${taken.id}". Change it with job("${taken.id}").replace(…), or choose another id.`,
    );
  }
}

export function jobEditor(place: JobPlace): JobEditor {
  const { id, file } = place;
  const get = () => getNamed(place.jobs(), id, "job", `${file}.yml`);
  const getSteps = () => withSteps(get(), file);
  const edit = (replacement: (old: JobModel) => readonly JobModel[]) =>
    place.setJobs(splice(place.jobs(), get().id, replacement));
  const insert = (added: readonly JobModel[], toAll: (old: JobModel) => readonly JobModel[]) => {
    refuseTaken(place.jobs(), added, file);
    edit(toAll);
  };
  const change = (options: Partial<JobOptions> | Partial<CallJobOptions>) =>
    edit((old) => [{ ...old, options: { ...old.options, ...options } } as JobModel]);
  get();
  return {
    get model() {
      return get();
    },
    replace: (job) => edit((old) => [takeOver(job, old)]),
    change,
    remove: () => edit(() => []),
    insertBefore: (...jobs) => insert(jobs, (old) => [...jobs, old]),
    insertAfter: (...jobs) => insert(jobs, (old) => [old, ...jobs]),
    append: (...steps) => change({ steps: [...getSteps().options.steps, ...steps] }),
    prepend: (...steps) => change({ steps: [...steps, ...getSteps().options.steps] }),
    step: (name) => stepEditor({ id: name, where: `job "${id}" of ${file}.yml`, job: getSteps, change }),
  };
}

function changeStep(step: StepModel, options: Partial<StepOptions>): StepModel {
  const permissions = joinPermissions(step.permissions, options.permissions);
  return { ...step, permissions, options: { ...step.options, ...options } };
}

interface StepPlace {
  readonly id: string;
  readonly where: string;
  job(): StepsJobModel;
  change(options: Partial<JobOptions>): void;
}

function stepEditor({ id, where, job, change }: StepPlace): StepEditor {
  const edit = (replacement: (old: StepModel) => readonly StepModel[]) => {
    const { steps } = job().options;
    getNamed(steps, id, "step", where);
    change({ steps: splice(steps, id, replacement) });
  };
  getNamed(job().options.steps, id, "step", where);
  return {
    replace: (step) => edit((old) => [takeOver(step, old)]),
    insertBefore: (...steps) => edit((old) => [...steps, old]),
    insertAfter: (...steps) => edit((old) => [old, ...steps]),
    change: (options) => edit((old) => [changeStep(old, options)]),
    remove: () => edit(() => []),
  };
}
