import { join } from "node:path";
import { checkFilesSync } from "../../src/workflow/check/validate-sync.ts";
import {
  type AnyTrigger,
  type CompositeModel,
  github,
  type JobModel,
  render,
  renderAction,
  text,
  type Workflow,
  WorkflowProblemsError,
  workflow,
  workflowPath,
} from "../../src/workflow/index.ts";
import { evaluateSnippet } from "./evaluate-snippet.ts";

/** Text of each file that an example writes, by its path. */
export type ExampleFiles = ReadonlyMap<string, string>;

const isKind = (value: unknown, ...kinds: readonly string[]) =>
  typeof value === "object" && value !== null && "kind" in value && kinds.includes(String(value.kind));
const isWorkflow = (value: unknown): value is Workflow => isKind(value, "workflow");
const isJob = (value: unknown): value is JobModel => isKind(value, "job", "call");
const isTrigger = (value: unknown): value is AnyTrigger => isKind(value, "trigger");
const isAction = (value: unknown): value is { readonly model: CompositeModel } =>
  isKind(value, "action") && typeof value === "object" && value !== null && "model" in value;

/** Jobs that stand in no workflow, in one around them, so that an example can show a job alone. */
function aroundLooseJobs(values: readonly unknown[], workflows: readonly Workflow[]): readonly Workflow[] {
  const placed = workflows.flatMap(({ model }) => model.jobs.map(({ id }) => id));
  const jobs = values.filter(isJob).filter(({ id }) => !placed.includes(id));
  if (jobs.length === 0) return [];
  const triggers = values.filter(isTrigger).filter(({ name }) => name !== "workflow_call");
  const on = triggers.length > 0 ? triggers : { push: { branches: ["main"] } };
  return [
    workflow({ file: "example", name: "Example", on, concurrency: { group: text`example-${github.ref}` }, jobs }),
  ];
}

/**
 * The workflows and actions among the constants of an example, checked like any others.
 * @throws WorkflowProblemsError when GitHub or the policy would refuse one
 */
export function renderExample(code: string): ExampleFiles {
  const values = Object.values(evaluateSnippet(code));
  const own = values.filter(isWorkflow);
  const workflows = [...own, ...aroundLooseJobs(values, own)];
  const files = [
    ...workflows.map((each) => ({ path: workflowPath(each.file), content: render(each) })),
    ...values
      .filter(isAction)
      .map((each) => ({ path: join(each.model.path, "action.yml"), content: renderAction(each) })),
  ];
  const errors = checkFilesSync(files).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new WorkflowProblemsError(errors);
  return new Map(files.map(({ path, content }) => [path, content]));
}
