import { basename } from "node:path";
import type { Fields } from "../check/workflow-view.ts";
import { actionCodes } from "./action-code.ts";
import { actionUsages } from "./action-usages.ts";
import { pathsRead } from "./analysis.ts";
import { array, type Code, call, constant, type Declaration, isEmpty, literal, object, type Program } from "./code.ts";
import { type JobCode, jobCode } from "./job-code.ts";
import { type FileContext, needsOf } from "./job-draft.ts";
import { concurrencyCode, defaultsCode, optional } from "./job-options.ts";
import { expressionPlace, type JobScope, type KnownJob } from "./job-scope.ts";
import { createNames, type Names } from "./names.ts";
import { remarksBetween } from "./remarks.ts";
import type { ImportReport } from "./report.ts";
import { openSection, type Section } from "./section.ts";
import { triggerCodes } from "./trigger-code.ts";
import { recordCode, textValue } from "./value-code.ts";
import type { YamlSource } from "./yaml-source.ts";

function jobsOf(root: Section): readonly (readonly [string, Fields])[] {
  return Object.entries((root.fields.jobs ?? {}) as Record<string, Fields>);
}

/** Jobs that others read get their names first, so that a step cannot take them. */
function knownJobs(root: Section, names: Names): ReadonlyMap<string, KnownJob> {
  const read = jobsOf(root).flatMap(([, fields]) => pathsRead(fields));
  const callOutputs = (id: string) =>
    read.flatMap(([context, job, kind, output]) =>
      context === "needs" && job?.toLowerCase() === id.toLowerCase() && kind === "outputs" && output ? [output] : [],
    );
  const workflowOutputs = pathsRead((root.fields.on ?? {}) as Fields).flatMap(([context, job, kind, output]) =>
    context === "jobs" && job && kind === "outputs" && output ? [[job.toLowerCase(), output] as const] : [],
  );
  return new Map(
    jobsOf(root).map(([id, fields]) => {
      const given = workflowOutputs.filter(([job]) => job === id.toLowerCase()).map(([, output]) => output);
      const outputs =
        fields.uses === undefined ? Object.keys((fields.outputs ?? {}) as Fields) : [...callOutputs(id), ...given];
      const isMatrix = (fields.strategy as Fields | undefined)?.matrix !== undefined;
      return [
        id.toLowerCase(),
        { id, name: names.take(id, `${id}-job`), outputs: new Set(outputs), hasMatrix: isMatrix },
      ];
    }),
  );
}

/** Each job after those that it reads. */
function inOrder(jobs: readonly JobCode[], root: Section): readonly JobCode[] {
  const byId = new Map(jobs.map((job) => [job.id.toLowerCase(), job]));
  const fields = new Map(jobsOf(root).map(([id, value]) => [id.toLowerCase(), value]));
  const ordered = new Set<JobCode>();
  const add = (id: string) => {
    const job = byId.get(id.toLowerCase());
    if (job && !ordered.has(job)) {
      needsOf(fields.get(id.toLowerCase()) ?? {}).forEach(add);
      ordered.add(job);
    }
  };
  jobs.forEach(({ id }) => {
    add(id);
  });
  return [...ordered];
}

function workflowOutputs(file: FileContext, scope: JobScope): Code | undefined {
  const { outputs } = file.triggers;
  if (outputs === undefined || Object.keys(outputs.fields).length === 0) {
    return undefined;
  }
  const codes = Object.entries(outputs.fields).map(([name, value]) => {
    const section = openSection(outputs.at(name), value, file.report);
    const description = optional(section, "description", (given) => literal(String(given)));
    const place = expressionPlace(scope, section.at("value"), 0);
    const code = object({ description, value: optional(section, "value", (given) => textValue(given, place)) });
    section.close();
    return [name, code] as const;
  });
  return object(Object.fromEntries(codes));
}

function workflowDefaultsCode(file: FileContext, scope: JobScope): Code {
  const context = {
    report: file.report,
    place: (path: readonly (string | number)[]) => expressionPlace(scope, path, 0),
  };
  const made = optional(file.root, "defaults", (value, path) => defaultsCode(value, path, context));
  const entries = made?.kind === "object" ? made.entries : [];
  return entries.some(({ key }) => key === "shell")
    ? { kind: "object", entries }
    : { kind: "object", entries: [{ key: "shell", value: literal("github") }, ...entries] };
}

function concurrencyOf(file: FileContext, scope: JobScope): Code | undefined {
  const context = {
    report: file.report,
    place: (path: readonly (string | number)[]) => expressionPlace(scope, path, 0),
  };
  const given = optional(file.root, "concurrency", (value, path) => concurrencyCode(value, path, context));
  if (given !== undefined) {
    return given;
  }
  if (file.triggers.called !== undefined) {
    // Two calls of one run have the same run id: the second would wait for the first, and a third cancel the second.
    if (file.triggers.on.entries.length > 0) {
      file.report.settle(
        ["on", "workflow_call"],
        "No concurrency is declared, and none is added: a group for each run would be shared by all calls of one run, which would wait for one another or be cancelled. Say what must not run at once.",
      );
    }
    return undefined;
  }
  file.report.note(
    [],
    "No concurrency is declared; each run gets a group of its own, so that none waits. Say what must not run at once.",
  );
  const group = {
    kind: "template",
    tag: "text",
    pieces: [`${file.file}-`, ""],
    values: [{ kind: "member", of: { kind: "library", name: "github" }, property: "runId" }],
  } as const;
  return object({ group });
}

function nameOf(file: FileContext, path: string): Code {
  const given = file.root.take("name");
  if (given === undefined || given === null) {
    file.report.note([], `The workflow has no name; what GitHub calls it, ${path}, is written out.`);
  }
  return literal(String(given ?? path));
}

/** What the expressions of the workflow itself can read: the jobs, for its outputs. */
function workflowScope(file: FileContext): JobScope {
  return {
    steps: new Map(),
    jobs: file.jobs,
    matrix: undefined,
    inputs: file.triggers.inputs,
    secrets: file.triggers.secrets,
    read: new Set(),
    report: file.report,
  };
}

function workflowCode(file: FileContext, path: string, jobs: readonly JobCode[]): Code {
  const { root, triggers } = file;
  const scope = workflowScope(file);
  const place = (at: readonly (string | number)[]) => expressionPlace(scope, at, 0);
  root.take("permissions");
  root.take("jobs");
  root.take("on");
  const options = object({
    file: literal(file.file),
    name: nameOf(file, path),
    description: optional(root, "description", (value) => literal(String(value))),
    runName: optional(root, "run-name", (value, at) => textValue(value, place(at))),
    call: triggers.called === undefined ? undefined : constant(triggers.called),
    on: triggers.called !== undefined && isEmpty(triggers.on) ? undefined : triggers.on,
    concurrency: concurrencyOf(file, scope),
    env: optional(root, "env", (value, at) => recordCode(value, place(at))),
    defaults: workflowDefaultsCode(file, scope),
    jobs: array(jobs.map(({ name }) => constant(name))),
    outputs: workflowOutputs(file, scope),
  });
  root.close();
  return call(triggers.called === undefined ? "workflow" : "reusableWorkflow", options);
}

/** The last line of each job. */
function jobEnds(root: Section, source: YamlSource): ReadonlyMap<string, number> {
  const starts = jobsOf(root).map(([id]) => [id, source.lineOf(["jobs", id])] as const);
  const jobsLine = source.lineOf(["jobs"]);
  const after = Object.keys(root.fields)
    .map((key) => source.lineOf([key]))
    .filter((line) => line > jobsLine);
  return new Map(
    starts.map(([id, start]) => {
      const next = [...starts.map(([, line]) => line), ...after].filter((line) => line > start);
      return [id, Math.min(...next, Number.POSITIVE_INFINITY) - 1];
    }),
  );
}

export interface ProgramContext {
  readonly path: string;
  readonly source: YamlSource;
  readonly report: ImportReport;
  /** Names that the library exports. */
  readonly taken: Iterable<string>;
}

/** A workflow file as a program that makes it. */
export function workflowProgram({ path, source, report, taken }: ProgramContext): Program {
  const root = openSection([], source.fields, report);
  const file = basename(path).replace(/\.ya?ml$/, "");
  const names = createNames(taken);
  const jobs = knownJobs(root, names);
  const scope: JobScope = {
    steps: new Map(),
    jobs: new Map(),
    matrix: undefined,
    inputs: new Map(),
    secrets: new Map(),
    read: new Set(),
    report,
  };
  const triggers = triggerCodes(root.fields.on, { names, report, place: expressionPlace(scope, ["on"], 0) });
  const owners = jobsOf(root).map(([id, fields]) => ({ fields, path: ["jobs", id] }));
  const actions = actionCodes(actionUsages(owners, source), names);
  const context: FileContext = { file, root, source, report, names, triggers, actions: actions.byUses, jobs };
  const ends = jobEnds(root, source);
  const codes = jobsOf(root).map(([id, value]) =>
    jobCode(id, value, context, ends.get(id) ?? Number.POSITIVE_INFINITY),
  );
  const code = workflowCode(context, path, codes);
  const last: Declaration = { name: names.take(file, `${file}-workflow`), code, remarks: [] };
  const firstJob = source.lineOf(["jobs", jobsOf(root)[0]?.[0] ?? ""]);
  return {
    remarks: remarksBetween(source, 1, firstJob - 1),
    declarations: [
      ...triggers.declarations,
      ...actions.declarations,
      ...inOrder(codes, root).flatMap(({ declarations }) => declarations),
      last,
    ],
  };
}
