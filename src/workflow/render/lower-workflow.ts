import type { Problem } from "../check/problem.ts";
import { propertyPath } from "../expression/expression-source.ts";
import { type Ignore, ignoreRemark } from "../model/ignore.ts";
import { stepsOf } from "../model/job.ts";
import { entriesOf } from "../model/triggers.ts";
import type { WorkflowDefaults, WorkflowModel } from "../model/workflow.ts";
import { applyPatches } from "./apply-patches.ts";
import { checkIds } from "./check-ids.ts";
import type { Exports } from "./export-step.ts";
import { lookup } from "./lookup.ts";
import { lowerConcurrency } from "./lower-concurrency.ts";
import { type LoweredJob, lowerDefaults, lowerJob } from "./lower-job.ts";
import { lowerTriggers } from "./lower-triggers.ts";
import { findCycle } from "./needs-cycle.ts";
import { createReport, type Place, type Report } from "./report.ts";
import type { ResolverContext } from "./resolver.ts";
import { defined, optional, type Plain, type Remark, type Writer, writer } from "./writer.ts";

/** A workflow as what its file holds, with everything the model itself finds wrong. */
export interface LoweredWorkflow {
  readonly file: string;
  readonly comment: string | undefined;
  readonly content: Readonly<Record<string, Plain>>;
  readonly remarks: readonly Remark[];
  readonly problems: readonly Problem[];
}

function checkNames({ jobs }: WorkflowModel, report: Report): void {
  const jobPlace = (id: string) => `jobs.${id}`;
  checkIds(
    jobs.map(({ id, reference }) => ({ id, place: { path: jobPlace(id), source: reference.source } })),
    "job",
    report,
  );
  for (const job of jobs) {
    const steps = stepsOf(job).map(({ id, reference }) => ({
      id,
      place: { path: `${jobPlace(job.id)}.steps.${id}`, source: reference.source },
    }));
    checkIds(steps, "step", report);
  }
}

function checkCycles({ jobs }: WorkflowModel, lowered: ReadonlyMap<string, LoweredJob>, report: Report): void {
  const ids = jobs.map(({ id }) => id);
  // Where two jobs share an id, nobody can say which of them waits; that they share it is told already.
  const isClear = (id: string) => ids.indexOf(id) === ids.lastIndexOf(id);
  const cycle = findCycle(ids.filter(isClear), (id) => [...(lowered.get(id)?.needs ?? [])].filter(isClear));
  const first = jobs.find(({ id }) => id === cycle?.[0]);
  if (cycle && first) {
    const told = `Jobs wait for one another: ${[...cycle, cycle[0]].join(" → ")}. One of them must not read the next.`;
    report.error("cyclic-needs", told, { path: `jobs.${first.id}`, source: first.reference.source });
  }
}

function exportedOutputs(exports: Exports, job: string): Readonly<Record<string, Plain>> {
  const exported = [...(exports.get(job) ?? [])];
  return Object.fromEntries(
    exported.map(([name, { step, output }]) => [
      name,
      `\${{ ${propertyPath(["steps", step.id, "outputs", output])} }}`,
    ]),
  );
}

function assembleJob(job: LoweredJob, order: readonly string[], exported: Readonly<Record<string, Plain>>): Plain {
  const { name, if: condition, ...fields } = job.fields;
  const { permissions, ...rest } = fields;
  const needs = order.filter((id) => job.needs.has(id));
  const outputs = { ...job.outputs, ...exported };
  const { env, defaults, container, services, strategy, "continue-on-error": continueOnError, ...others } = rest;
  const { snapshot, uses, with: inputs, secrets, ...placement } = others;
  return defined({
    name,
    needs: needs.length > 0 ? needs : undefined,
    if: condition,
    ...placement,
    permissions,
    strategy,
    "continue-on-error": continueOnError,
    outputs: Object.keys(outputs).length > 0 ? outputs : undefined,
    env,
    defaults,
    container,
    services,
    snapshot,
    uses,
    with: inputs,
    secrets,
    steps: job.steps,
  });
}

type Shared = Omit<ResolverContext, "job" | "needs"> & { readonly model: WorkflowModel };

interface Assembled {
  readonly jobs: Plain;
  readonly remarks: readonly Remark[];
}

function ignoresOf(
  ignores: readonly Ignore[] = [],
  path: Remark["path"],
  report: Report,
  place: Place,
): readonly Remark[] {
  const text = ignoreRemark(ignores, undefined, { report, place });
  return text === undefined ? [] : [{ path, text }];
}

/** Once everything has been lowered that could read a step of theirs. */
function assembleJobs({ model, exports, report }: Shared, lowered: ReadonlyMap<string, LoweredJob>): Assembled {
  const order = model.jobs.map(({ id }) => id);
  const jobs = [...lowered].map(([id, job]) => [id, assembleJob(job, order, exportedOutputs(exports, id))]);
  const ignored = model.jobs.flatMap(({ id, options, reference }) =>
    ignoresOf(options.ignores, ["jobs", id], report, { path: `jobs.${id}`, source: reference.source }),
  );
  const within = [...lowered].flatMap(([id, job]) =>
    job.remarks.map(({ path, text }) => ({ path: ["jobs", id, ...path], text })),
  );
  const remarks = [...ignored, ...within];
  return { jobs: Object.fromEntries(jobs), remarks };
}

function lowerTop(model: WorkflowModel, to: Writer): Readonly<Record<string, Plain | undefined>> {
  return {
    name: to.value(model.name, "workflow-defaults"),
    description: optional(model.description, (description) => to.value(description, "workflow-defaults")),
    "run-name": optional(model.runName, (name) => to.value(name, "run-name")),
    // Where the reader looks for it; filled in when the jobs are known.
    on: undefined,
    permissions: {},
    concurrency: optional(model.concurrency, (group) => lowerConcurrency(group, to, "workflow-concurrency")),
    "cache-mode": model.cacheMode,
    env: optional(model.env, (env) => to.record(env, "workflow-env")),
    defaults: lowerWorkflowDefaults(model.defaults ?? {}, to),
  };
}

function sharedContext(model: WorkflowModel, report: Report): Shared {
  return {
    model,
    file: `${model.file}.yml`,
    triggers: entriesOf(model.on).flatMap(({ trigger }) => (trigger ? [trigger.reference] : [])),
    found: lookup(model.jobs),
    report,
    exports: new Map(),
    inAction: false,
  };
}

function lowerWorkflowDefaults({ shell = "bash", ...place }: WorkflowDefaults, to: Writer): Plain | undefined {
  if (shell !== "github") {
    return lowerDefaults({ shell, ...place }, to, "workflow-defaults");
  }
  return place.workingDirectory === undefined ? undefined : lowerDefaults(place, to, "workflow-defaults");
}

/** Turns the model into what the file holds: references resolved, `needs` and permissions inferred. */
export function lowerWorkflow(model: WorkflowModel): LoweredWorkflow {
  const report = createReport(workflowPath(model.file));
  const shared = sharedContext(model, report);
  const context = { ...shared, job: undefined, needs: new Set<string>() };
  const place = { path: "", source: model.source };
  const to = writer(context, place, 0);
  checkNames(model, report);
  for (const { message, place: path, source } of model.deadChanges) {
    report.error("dead-change", message, { path, source });
  }
  const lowered = new Map(model.jobs.map((job) => [job.id, lowerJob(job, shared)]));
  checkCycles(model, lowered, report);
  const top = lowerTop(model, to);
  const triggers = lowerTriggers(model, { to, atEnd: writer({ ...context, isEnd: true }, place, 0) });
  const { jobs, remarks } = assembleJobs(shared, lowered);
  const patched = applyPatches(defined({ ...top, on: triggers.on, jobs }), model.patches, report);
  return {
    file: model.file,
    comment: model.comment,
    content: patched.content,
    remarks: [
      ...ignoresOf(model.ignores, ["name"], report, place),
      ...triggers.remarks,
      ...remarks,
      ...patched.remarks,
    ],
    problems: report.problems,
  };
}

/** From the root of the repository. */
export function workflowPath(file: string): string {
  return `.github/workflows/${file}.yml`;
}
