import { findNearest } from "../../../errors/did-you-mean.ts";
import { fieldsOf, type JobView, type Path, type WorkflowView } from "../../check/workflow-view.ts";
import { contextsOf } from "../expression-tree.ts";
import { findExpressions } from "../find-expressions.ts";
import { definitionOf, localCallsOf } from "../local-calls.ts";
import type { PolicyRule } from "../rule.ts";

const lower = (names: readonly string[]) => names.map((name) => name.toLowerCase());

function stepIds({ steps }: JobView, before: number): readonly string[] {
  return steps.slice(0, before).flatMap(({ fields }) => (typeof fields.id === "string" ? [fields.id] : []));
}

/** A step sees those before it; what stands at the job itself, its outputs for one, sees all. */
function stepProblem(name: string, job: JobView, path: Path): string | undefined {
  const known = stepIds(job, path[2] === "steps" ? Number(path[3]) : Number.POSITIVE_INFINITY);
  return lower(known).includes(name) ? undefined : `There is no step ${name} before this. ${hint(name, known)}`;
}

function needsOf({ fields }: JobView): readonly string[] {
  return (Array.isArray(fields.needs) ? fields.needs : [fields.needs]).filter((name) => typeof name === "string");
}

/** Of a job, or of the workflow that it calls; `undefined` where that is not known. */
function outputsOf(job: JobView, view: WorkflowView): readonly string[] | undefined {
  if (job.fields.uses === undefined) return Object.keys(fieldsOf(job.fields.outputs));
  const call = localCallsOf(view).find((each) => each.job === job);
  const definition = definitionOf(call?.callee);
  return definition && Object.keys(definition.outputs);
}

function needsProblem(path: readonly string[], job: JobView, view: WorkflowView): string | undefined {
  const [, name = "", kind, output] = path;
  const needs = needsOf(job);
  if (!lower(needs).includes(name)) {
    return `The job does not need ${name}, so it knows nothing of it. ${hint(name, needs)}`;
  }
  const needed = view.jobs.find(({ id }) => id.toLowerCase() === name);
  const outputs = needed && outputsOf(needed, view);
  if (kind !== "outputs" || output === undefined || output === "*" || outputs === undefined) {
    return undefined;
  }
  return lower(outputs).includes(output)
    ? undefined
    : `The job ${needed?.id ?? name} has no output ${output}. ${hint(output, outputs)}`;
}

function hint(name: string, known: readonly string[]): string {
  const meant = findNearest(name, known);
  return meant ? `Did you mean ${meant}?` : `There is: ${known.join(", ") || "none"}.`;
}

function problemOf(context: readonly string[], job: JobView, path: Path, view: WorkflowView): string | undefined {
  const [root, name] = context;
  if (name === undefined || name === "*") {
    return undefined;
  }
  return root === "steps"
    ? stepProblem(name, job, path)
    : root === "needs"
      ? needsProblem(context, job, view)
      : undefined;
}

/** What does not exist is an empty text, and the script runs with it. */
export const undefinedReference: PolicyRule = {
  id: "undefined-reference",
  severity: "error",
  appliesTo: "workflows",
  origin: "actionlint",
  check: (view) =>
    findExpressions(view).flatMap(({ path, tree }) => {
      const job = view.jobs.find(({ id }) => path[0] === "jobs" && path[1] === id);
      const contexts = job && tree ? contextsOf(tree) : [];
      const problems = contexts.flatMap((context) => (job && problemOf(context, job, path, view)) ?? []);
      return [...new Set(problems)].map((problem) => ({ path, message: `${problem} The value would be empty.` }));
    }),
};
