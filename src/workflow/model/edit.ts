import type { ChangeLog } from "./change-log.ts";
import { isMap, requireGiven } from "./given.ts";
import { type CallJobOptions, type JobModel, type JobOptions, type StepsJobModel, stepsOf } from "./job.ts";
import { joinPermissions } from "./permissions.ts";
import type { Reference } from "./reference.ts";
import { refuseShape } from "./refuse-shape.ts";
import { jobShape, stepShape } from "./shapes.ts";
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
  readonly log: ChangeLog;
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
  const isJob = (each: unknown) => isMap(each) && (each.kind === "job" || each.kind === "call");
  const stranger = added.findIndex((each) => !isJob(each));
  requireGiven(stranger < 0, `What is added to ${file}`, added[stranger], "jobs, each made by job(…) or call(…)");
  const taken = added.find(({ id }) => jobs.some((job) => job.id === id));
  if (taken) {
    throw new WorkflowDefinitionError(
      `${file} already has a job "${taken.id}". Change it with job("${taken.id}").replace(…), or choose another id.`,
    );
  }
}

/** What a call has no place for: GitHub leaves it to the called workflow. */
const callOptions: ReadonlySet<string> = new Set<keyof CallJobOptions>([
  "name",
  "if",
  "needs",
  "concurrency",
  "matrix",
  "permissions",
  "inputs",
  "secrets",
  "inheritSecrets",
]);

function changeJob(job: JobModel, options: Partial<JobOptions> | Partial<CallJobOptions>, file: string): JobModel {
  if (job.kind === "job") {
    refuseShape(`job "${job.id}"`, options, jobShape);
  }
  const lost = job.kind === "call" ? Object.keys(options).filter((option) => !callOptions.has(option)) : [];
  if (lost.length > 0) {
    const told = `Job "${job.id}" of ${file}.yml calls a workflow and has no ${lost.join(", ")}. Change that workflow.`;
    throw new WorkflowDefinitionError(told);
  }
  return { ...job, options: { ...job.options, ...options } } as JobModel;
}

const subjectsOf = (item: JobModel | StepModel) => [item.reference, ...item.replaces];

export function jobEditor(place: JobPlace): JobEditor {
  const { id, file, log } = place;
  const get = () => getNamed(place.jobs(), id, "job", `${file}.yml`);
  const getSteps = () => withSteps(get(), file);
  const edit = (replacement: (old: JobModel) => readonly JobModel[]) =>
    place.setJobs(splice(place.jobs(), get().id, replacement));
  const drop = (how: string, replacement: (old: JobModel) => readonly JobModel[]) => {
    log.dropped(subjectsOf(get()), `job "${id}" is ${how}`);
    edit(replacement);
  };
  const insert = (added: readonly JobModel[], toAll: (old: JobModel) => readonly JobModel[]) => {
    refuseTaken(place.jobs(), added, file);
    edit(toAll);
  };
  const changeSteps = (steps: readonly StepModel[]) => edit((old) => [changeJob(old, { steps }, file)]);
  const change = (what: string, subjects: readonly Reference[], options: Parameters<JobEditor["change"]>[0]) => {
    edit((old) => [changeJob(old, options, file)]);
    log.changed([get().reference, ...subjects], what, `jobs.${id}`);
  };
  const add = (steps: readonly StepModel[], all: readonly StepModel[]) =>
    change(`Adding ${told(steps)} to job "${id}"`, steps.flatMap(subjectsOf), { steps: all });
  get();
  return {
    get model() {
      return get();
    },
    replace: (job) => drop("replaced", (old) => [takeOver(job, old)]),
    change: (options) => change(`Changing ${Object.keys(options).join(", ")} of job "${id}"`, [], options),
    remove: () => {
      log.removed([get(), ...stepsOf(get())].flatMap(subjectsOf));
      drop("removed", () => []);
    },
    insertBefore: (...jobs) => insert(jobs, (old) => [...jobs, old]),
    insertAfter: (...jobs) => insert(jobs, (old) => [old, ...jobs]),
    append: (...steps) => add(steps, [...getSteps().options.steps, ...steps]),
    prepend: (...steps) => add(steps, [...steps, ...getSteps().options.steps]),
    step: (name) => stepEditor({ id: name, where: `job "${id}" of ${file}.yml`, log, job: getSteps, changeSteps }),
  };
}

const told = (steps: readonly StepModel[]) => `step ${steps.map(({ id }) => `"${id}"`).join(", ")}`;

function changeStep(step: StepModel, options: Partial<StepOptions>): StepModel {
  refuseShape(`step "${step.id}"`, options, stepShape);
  const permissions = joinPermissions(step.permissions, options.permissions);
  return { ...step, permissions, options: { ...step.options, ...options } };
}

interface StepPlace {
  readonly id: string;
  readonly where: string;
  readonly log: ChangeLog;
  job(): StepsJobModel;
  changeSteps(steps: readonly StepModel[]): void;
}

function stepEditor({ id, where, log, job, changeSteps }: StepPlace): StepEditor {
  const get = () => getNamed(job().options.steps, id, "step", where);
  const edit = (replacement: (old: StepModel) => readonly StepModel[]) => {
    get();
    changeSteps(splice(job().options.steps, id, replacement));
  };
  const drop = (how: string, replacement: (old: StepModel) => readonly StepModel[]) => {
    log.dropped(subjectsOf(get()), `step "${id}" of ${where} is ${how}`);
    edit(replacement);
  };
  const note = (what: string, subjects: readonly Reference[]) =>
    log.changed([job().reference, ...subjects], what, `jobs.${job().id}.steps.${id}`);
  const insert = (steps: readonly StepModel[], replacement: (old: StepModel) => readonly StepModel[]) => {
    edit(replacement);
    note(`Adding ${told(steps)} to ${where}`, steps.flatMap(subjectsOf));
  };
  get();
  return {
    replace: (step) => {
      drop("replaced", (old) => [takeOver(step, old)]);
      note(`Replacing step "${id}" of ${where}`, [step.reference]);
    },
    insertBefore: (...steps) => insert(steps, (old) => [...steps, old]),
    insertAfter: (...steps) => insert(steps, (old) => [old, ...steps]),
    change: (options) => {
      note(`Changing ${Object.keys(options).join(", ")} of step "${id}" of ${where}`, subjectsOf(get()));
      edit((old) => [changeStep(old, options)]);
    },
    remove: () => {
      log.removed(subjectsOf(get()));
      drop("removed", () => []);
      note(`Removing step "${id}" of ${where}`, []);
    },
  };
}
