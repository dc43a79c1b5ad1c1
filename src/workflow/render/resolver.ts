import { assertNever } from "../../errors/assert-never.ts";
import type { ReferenceNode } from "../expression/expression.ts";
import { propertyPath } from "../expression/expression-source.ts";
import type { JobModel } from "../model/job.ts";
import type { WorkflowModel } from "../model/workflow.ts";
import type { Lookup, StepPlace } from "./lookup.ts";
import type { Place, Report } from "./report.ts";

/** Outputs that jobs have to give because another job reads one of their steps: by job id, then by output. */
export type Exports = Map<string, Map<string, StepPlace & { readonly output: string }>>;

export interface ResolverContext {
  readonly model: WorkflowModel;
  readonly found: Lookup;
  readonly report: Report;
  readonly exports: Exports;
  /** The job being lowered; `undefined` at the level of the workflow. */
  readonly job: JobModel | undefined;
  /** Ids of the jobs it reads from; added to. */
  readonly needs: Set<string>;
}

type Node<K extends ReferenceNode["kind"]> = Extract<ReferenceNode, { kind: K }>;

/** Stands where a reference could not be resolved; the problem is reported, so the text is never written. */
const unresolved = "null";

function needJob(context: ResolverContext, needed: JobModel, place: Place): boolean {
  if (context.job === undefined) {
    context.report.error(
      "reference",
      `The workflow itself cannot read job "${needed.id}": it does not run yet.`,
      place,
    );
    return false;
  }
  if (needed === context.job) {
    context.report.error(
      "reference",
      `Job "${needed.id}" reads its own result or outputs. Read its steps instead.`,
      place,
    );
    return false;
  }
  context.needs.add(needed.id);
  return true;
}

function resolveJob(context: ResolverContext, node: Node<"job-output" | "job-result">, place: Place): string {
  const job = context.found.findJob(node.job);
  if (!job) {
    const told = `Job "${node.job.id}" is read here but is not in ${context.model.file}.yml. Add it to \`jobs\`, or read another.`;
    context.report.error("dangling-reference", told, place);
    return unresolved;
  }
  if (!needJob(context, job, place)) {
    return unresolved;
  }
  if (node.kind === "job-result") {
    return propertyPath(["needs", job.id, "result"]);
  }
  if (!(node.output in (job.options.outputs ?? {}))) {
    const known = Object.keys(job.options.outputs ?? {}).join(", ") || "none";
    const told = `Job "${job.id}" has no output "${node.output}" (it has: ${known}), but it is read here.`;
    context.report.error("dangling-reference", told, place);
    return unresolved;
  }
  refuseMatrixOutput(context, job, place);
  return propertyPath(["needs", job.id, "outputs", node.output]);
}

function refuseMatrixOutput({ report }: ResolverContext, job: JobModel, place: Place): void {
  if (job.options.matrix) {
    const told = `Job "${job.id}" has a matrix, whose combinations overwrite one another's outputs. Pass artifacts instead.`;
    report.error("matrix-output", told, place);
  }
}

/** The output of the job that is this output of its step: the one it declares, else one made for the purpose. */
function exportStep(context: ResolverContext, from: StepPlace, output: string): string {
  const declared = Object.entries(from.job.options.outputs ?? {}).find(
    ([, { node }]) =>
      node.kind === "step-output" &&
      node.output === output &&
      context.found.findSteps(node.step).some(({ step }) => step === from.step),
  );
  if (declared) {
    return declared[0];
  }
  const name = `${from.step.id}_${output}`;
  const exported = context.exports.get(from.job.id) ?? new Map();
  context.exports.set(from.job.id, exported.set(name, { ...from, output }));
  return name;
}

function resolveStepElsewhere(
  context: ResolverContext,
  node: Node<"step-output" | "step-status">,
  place: Place,
): string {
  const places = context.found.findSteps(node.step);
  const [only, ...others] = places;
  if (!only) {
    const told = `Step "${node.step.id}" is read here but is in no job of ${context.model.file}.yml. Add it to a job's steps.`;
    context.report.error("dangling-reference", told, place);
    return unresolved;
  }
  if (others.length > 0) {
    const jobs = places.map(({ job }) => job.id).join(", ");
    const told = `Step "${node.step.id}" is in several jobs (${jobs}); give the output that is meant to its job, and read it from there.`;
    context.report.error("ambiguous-reference", told, place);
    return unresolved;
  }
  if (node.kind === "step-status") {
    const told = `The ${node.property} of step "${only.step.id}" of job "${only.job.id}" cannot be read from another job. Read the job's result, or an output.`;
    context.report.error("reference", told, place);
    return unresolved;
  }
  if (!needJob(context, only.job, place) || !hasOutput(context, only, node.output, place)) {
    return unresolved;
  }
  refuseMatrixOutput(context, only.job, place);
  return propertyPath(["needs", only.job.id, "outputs", exportStep(context, only, node.output)]);
}

function hasOutput({ report }: ResolverContext, { step, job }: StepPlace, output: string, place: Place): boolean {
  if (step.outputNames.includes(output)) {
    return true;
  }
  const known = step.outputNames.join(", ") || "none";
  const told = `Step "${step.id}" of job "${job.id}" has no output "${output}" (it has: ${known}), but it is read here.`;
  report.error("dangling-reference", told, place);
  return false;
}

function resolveStep(
  context: ResolverContext,
  node: Node<"step-output" | "step-status">,
  place: Place,
  stepIndex: number,
): string {
  const own = context.found.findSteps(node.step).find(({ job }) => job === context.job);
  if (!own) {
    return resolveStepElsewhere(context, node, place);
  }
  if (own.index >= stepIndex) {
    context.report.error("reference-order", `Step "${own.step.id}" is read before it has run. Move it up.`, place);
    return unresolved;
  }
  if (node.kind === "step-status") {
    return propertyPath(["steps", own.step.id, node.property]);
  }
  return hasOutput(context, own, node.output, place)
    ? propertyPath(["steps", own.step.id, "outputs", node.output])
    : unresolved;
}

function resolveInput({ model, report }: ResolverContext, node: Node<"input">, place: Place): string {
  const dispatch = model.on.workflow_dispatch;
  const isOurs = dispatch !== undefined && "reference" in dispatch && dispatch.reference === node.trigger;
  if (!isOurs) {
    const told = `Input "${node.name}" belongs to a workflowDispatch that is not under \`on\` of ${model.file}.yml.`;
    report.error("dangling-reference", told, place);
    return unresolved;
  }
  return propertyPath(["inputs", node.name]);
}

function resolveMatrix({ job, report }: ResolverContext, node: Node<"matrix">, place: Place): string {
  if (job?.options.matrix?.reference !== node.matrix) {
    const told = `"${node.key}" is a key of a matrix that is not this job's. Give the job that matrix.`;
    report.error("dangling-reference", told, place);
    return unresolved;
  }
  return propertyPath(["matrix", node.key]);
}

/**
 * What stands for a reference at one place.
 * @param stepIndex the step being lowered, from 0; `Infinity` where all steps have run (outputs, the environment's URL)
 */
export function resolveReference(
  context: ResolverContext,
  node: ReferenceNode,
  place: Place,
  stepIndex: number,
): string {
  switch (node.kind) {
    case "step-output":
    case "step-status":
      return resolveStep(context, node, place, stepIndex);
    case "job-output":
    case "job-result":
      return resolveJob(context, node, place);
    case "matrix":
      return resolveMatrix(context, node, place);
    case "input":
      return resolveInput(context, node, place);
    default:
      return assertNever(node);
  }
}
