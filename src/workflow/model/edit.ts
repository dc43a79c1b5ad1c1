import type { JobModel, JobOptions } from "./job.ts";
import type { StepModel } from "./step.ts";
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
  remove(): void;
}

/** Changes one job of a workflow by its name. */
export interface JobEditor {
  /** As it is now. */
  readonly model: JobModel;
  /** What referred to the old job now refers to the new one. */
  replace(job: JobModel): void;
  /** Sets some of the job's options and leaves the others. */
  change(options: Partial<JobOptions>): void;
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

export function jobEditor(place: JobPlace): JobEditor {
  const { id, file } = place;
  const get = () => getNamed(place.jobs(), id, "job", `${file}.yml`);
  const change = (options: Partial<JobOptions>) =>
    place.setJobs(splice(place.jobs(), id, (old) => [{ ...old, options: { ...old.options, ...options } }]));
  get();
  return {
    get model() {
      return get();
    },
    replace: (job) => place.setJobs(splice(place.jobs(), get().id, (old) => [takeOver(job, old)])),
    change: (options) => {
      get();
      change(options);
    },
    remove: () => place.setJobs(splice(place.jobs(), get().id, () => [])),
    append: (...steps) => change({ steps: [...get().options.steps, ...steps] }),
    prepend: (...steps) => change({ steps: [...steps, ...get().options.steps] }),
    step: (name) => stepEditor({ id: name, where: `job "${id}" of ${file}.yml`, job: get, change }),
  };
}

interface StepPlace {
  readonly id: string;
  readonly where: string;
  job(): JobModel;
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
    remove: () => edit(() => []),
  };
}
