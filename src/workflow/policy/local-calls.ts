import { type Fields, fieldsOf, type JobView, type WorkflowView } from "../check/workflow-view.ts";
import { oncePerView } from "./once-per-view.ts";

/** A job that is another workflow of the same repository. */
export interface LocalCall {
  readonly job: JobView;
  /** Of the called file, from the root of the repository. */
  readonly file: string;
  /** `undefined` when the file is not known, or cannot be read as YAML; then nothing can be said of the call. */
  readonly callee: WorkflowView | undefined;
}

/** From the root of the repository; `undefined` for a workflow of another one. */
export function localFile(uses: unknown): string | undefined {
  return typeof uses === "string" ? /^[.$]\/(\.github\/workflows\/[^/@]+\.ya?ml)$/.exec(uses)?.[1] : undefined;
}

/** The calls of the workflow that stay in its repository. */
export const localCallsOf: (view: WorkflowView) => readonly LocalCall[] = oncePerView((view) =>
  view.jobs.flatMap((job) => {
    const file = localFile(job.fields.uses);
    const callee = file === undefined ? undefined : view.called(file);
    return file === undefined ? [] : [{ job, file, callee: callee?.syntaxErrors.length === 0 ? callee : undefined }];
  }),
);

/** What a workflow says that it is called with, and gives back. */
export interface CallDefinition {
  readonly inputs: Fields;
  readonly secrets: Fields;
  readonly outputs: Fields;
}

/** `undefined` when nobody can call the workflow, or when it is not known. */
export function definitionOf(callee: WorkflowView | undefined): CallDefinition | undefined {
  if (callee === undefined || !("workflow_call" in callee.triggers)) return undefined;
  const { inputs, secrets, outputs } = fieldsOf(callee.triggers.workflow_call);
  return { inputs: fieldsOf(inputs), secrets: fieldsOf(secrets), outputs: fieldsOf(outputs) };
}
