import { assertNever } from "../../errors/assert-never.ts";
import { formatCallSite } from "../../errors/call-site.ts";
import type { ReferenceNode } from "../expression/expression.ts";
import { propertyPath } from "../expression/expression-source.ts";
import { type JobModel, outputNamesOf } from "../model/job.ts";
import type { Reference, TriggerReference } from "../model/reference.ts";
import type { WorkflowModel } from "../model/workflow.ts";
import { type Exports, exportStep } from "./export-step.ts";
import type { Lookup, StepPlace } from "./lookup.ts";
import type { Place, Report } from "./report.ts";

export interface ResolverContext {
  /** `undefined` in a composite action. */
  readonly model: WorkflowModel | undefined;
  /** What is rendered, for messages: `deliver.yml`. */
  readonly file: string;
  /** What gives inputs, secrets and payloads here. */
  readonly triggers: readonly TriggerReference[];
  readonly found: Lookup;
  readonly report: Report;
  readonly exports: Exports;
  /** Whether it is a composite action that is rendered. */
  readonly inAction: boolean;
  /** The job being lowered; `undefined` at the level of the workflow. */
  readonly job: JobModel | undefined;
  /** Whether what is lowered are the workflow's outputs, which read its jobs when they have ended. */
  readonly isEnd?: boolean;
  /** Ids of the jobs it reads from; added to. */
  readonly needs: Set<string>;
}

type Node<K extends ReferenceNode["kind"]> = Extract<ReferenceNode, { kind: K }>;

/** Stands where a reference could not be resolved; the problem is reported, so the text is never written. */
const unresolved = "null";

/** What jobs are read from, and the right to: the job needs it, unless all have ended. */
function needJob(context: ResolverContext, needed: JobModel, place: Place): "needs" | "jobs" | undefined {
  if (context.isEnd) {
    return "jobs";
  }
  if (context.job === undefined) {
    context.report.error(
      "reference",
      `The workflow itself cannot read job "${needed.id}": it does not run yet.`,
      place,
    );
    return undefined;
  }
  if (needed === context.job) {
    context.report.error(
      "reference",
      `Job "${needed.id}" reads its own result or outputs. Read its steps instead.`,
      place,
    );
    return undefined;
  }
  context.needs.add(needed.id);
  return "needs";
}

/** Where what is read was taken away, if it was; else what to say of what never was there. */
function whyMissing({ model, file }: ResolverContext, missing: Reference, otherwise: string): string {
  const removal = model?.removals.findLast(({ subjects }) => subjects.includes(missing));
  if (!removal) {
    return otherwise;
  }
  const where = removal.source ? ` (${formatCallSite(removal.source, process.cwd())})` : "";
  return `was removed from ${file}${where}. Keep it, replace it`;
}

function resolveJob(context: ResolverContext, node: Node<"job-output" | "job-result">, place: Place): string {
  const job = context.found.findJob(node.job);
  if (!job) {
    const told = `Job "${node.job.id}" is read here but ${whyMissing(context, node.job, `is not in ${context.file}. Add it to \`jobs\``)}, or read another.`;
    context.report.error("dangling-reference", told, place);
    return unresolved;
  }
  const from = needJob(context, job, place);
  if (from === undefined) {
    return unresolved;
  }
  if (node.kind === "job-result") {
    return propertyPath([from, job.id, "result"]);
  }
  const outputs = outputNamesOf(job);
  if (!outputs.includes(node.output)) {
    const known = outputs.join(", ") || "none";
    const told = `Job "${job.id}" has no output "${node.output}" (it has: ${known}), but it is read here.`;
    context.report.error("dangling-reference", told, place);
    return unresolved;
  }
  refuseMatrixOutput(context, job, place);
  return propertyPath([from, job.id, "outputs", node.output]);
}

function refuseMatrixOutput({ report }: ResolverContext, job: JobModel, place: Place): void {
  if (job.options.matrix) {
    const told = `Job "${job.id}" has a matrix, whose combinations overwrite one another's outputs. Pass artifacts instead.`;
    report.error("matrix-output", told, place);
  }
}

function resolveStepElsewhere(
  context: ResolverContext,
  node: Node<"step-output" | "step-status">,
  place: Place,
): string {
  const places = context.found.findSteps(node.step);
  const [only, ...others] = places;
  if (!only) {
    const told = `Step "${node.step.id}" is read here but ${whyMissing(context, node.step, `is in no job of ${context.file}. Add it to a job's steps`)}, or read another.`;
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
  const from = needJob(context, only.job, place);
  if (from === undefined || !hasOutput(context, only, node.output, place)) {
    return unresolved;
  }
  refuseMatrixOutput(context, only.job, place);
  return propertyPath([from, only.job.id, "outputs", exportStep(context, only, node.output)]);
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

type TriggerNode = Node<"input" | "event" | "call-secret">;

const triggerNodes: Readonly<Record<TriggerNode["kind"], string>> = {
  input: "Input",
  event: "The field",
  "call-secret": "The secret",
};

function resolveTrigger({ triggers, file, report }: ResolverContext, node: TriggerNode, place: Place): string {
  if (!triggers.includes(node.trigger)) {
    const name = node.kind === "event" ? node.path.join(".") : node.name;
    const told = `${triggerNodes[node.kind]} "${name}" belongs to the trigger ${node.trigger.id}, which is not under \`on\` of ${file}. Add it there, or read another.`;
    report.error("dangling-reference", told, place);
    return unresolved;
  }
  switch (node.kind) {
    case "input":
      return propertyPath(["inputs", node.name]);
    case "event":
      return propertyPath(["github", "event", ...node.path]);
    case "call-secret":
      return propertyPath(["secrets", node.name]);
    default:
      return assertNever(node);
  }
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
    case "event":
    case "call-secret":
      return resolveTrigger(context, node, place);
    default:
      return assertNever(node);
  }
}
