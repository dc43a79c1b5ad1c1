import type { Fields, Path } from "../check/workflow-view.ts";
import type { ActionCode } from "./action-code.ts";
import { outputsRead, pathsRead, stepsIn } from "./analysis.ts";
import { callJobCode } from "./call-job-code.ts";
import { array, type Code, call, constant, type Declaration, isEmpty, literal, object } from "./code.ts";
import {
  concurrencyCode,
  defaultsCode,
  environmentCode,
  jobContainerCode,
  type OptionsContext,
  optional,
  runsOnCode,
  servicesCode,
  snapshotCode,
} from "./job-options.ts";
import { expressionPlace, type JobScope, type KnownJob, type KnownMatrix, type KnownStep } from "./job-scope.ts";
import { matrixCode } from "./matrix-code.ts";
import type { Names } from "./names.ts";
import { grantedLevels, permissionsCode } from "./permission-code.ts";
import { remarksBetween } from "./remarks.ts";
import type { ImportReport } from "./report.ts";
import { openSection, type Section } from "./section.ts";
import { shellOf } from "./shells.ts";
import { stepCode } from "./step-code.ts";
import { stepIds } from "./step-ids.ts";
import type { TriggerCodes } from "./trigger-code.ts";
import { conditionOf, outputCode, recordCode, textValue, valueCode } from "./value-code.ts";
import { booleanType, numberType } from "./value-type.ts";
import type { YamlSource } from "./yaml-source.ts";

/** What all jobs of a file have in common. */
export interface FileContext {
  readonly file: string;
  readonly root: Section;
  readonly source: YamlSource;
  readonly report: ImportReport;
  readonly names: Names;
  readonly triggers: TriggerCodes;
  readonly actions: ReadonlyMap<string, ActionCode>;
  readonly jobs: ReadonlyMap<string, KnownJob>;
}

export interface JobCode {
  readonly id: string;
  readonly name: string;
  readonly declarations: readonly Declaration[];
}

/** Longest that GitHub lets a job run when the file says nothing. */
const defaultTimeoutMinutes = 360;

export function needsOf(fields: Fields): readonly string[] {
  const { needs } = fields;
  return Array.isArray(needs) ? needs.map(String) : typeof needs === "string" ? [needs] : [];
}

interface JobDraft {
  readonly id: string;
  readonly section: Section;
  readonly scope: JobScope;
  readonly context: OptionsContext;
  readonly declarations: Declaration[];
  readonly matrixValues: ReadonlyMap<string, readonly string[]>;
}

function conditionCodeOf(section: Section, { context }: JobDraft): Code | undefined {
  return optional(section, "if", (value, path) => {
    const code = conditionOf(value, context.place(path));
    if (code === undefined && String(value).trim() !== "") {
      const told = `${JSON.stringify(value)} always holds: text stands around its expression. Write one expression.`;
      context.report.unexpressed(path, told);
    }
    return code;
  });
}

function permissionsOf(draft: JobDraft, file: FileContext, brings: readonly string[]): Code | undefined {
  const { section } = draft;
  const own = section.take("permissions");
  const owner = own === undefined ? file.root : section;
  const value = own === undefined ? file.root.fields.permissions : own;
  const levels = grantedLevels(value);
  if (levels === undefined) {
    file.report.note(
      section.path,
      `No permissions are declared, so job "${draft.id}" had the repository's default; now it may read the repository. Give it what else it needs.`,
    );
    return object({ contents: literal("read") });
  }
  if (typeof value === "string") {
    file.report.note(owner.at("permissions"), `${value} is written out scope by scope. Take away what is not needed.`);
  }
  const added = brings.filter((scope) => !(scope in levels));
  if (added.length > 0) {
    const told = `Job "${draft.id}" gets what its actions bring along and it did not have: ${added.join(", ")}.`;
    file.report.note(section.path, told);
  }
  const code = permissionsCode(levels, { owner, remarkOf: file.source.remarkOf, file: file.file });
  return isEmpty(code) ? undefined : code;
}

function timeoutOf(draft: JobDraft): Code {
  const given = optional(draft.section, "timeout-minutes", (value, path) =>
    valueCode(value, draft.context.place(path), numberType),
  );
  if (given === undefined) {
    draft.context.report.note(
      draft.section.path,
      `Job "${draft.id}" has no limit of time; GitHub's own, ${defaultTimeoutMinutes} minutes, is written out.`,
    );
  }
  return given ?? literal(defaultTimeoutMinutes);
}

function nameOf(draft: JobDraft): Code {
  const given = optional(draft.section, "name", (value, path) => textValue(value, draft.context.place(path)));
  if (given === undefined) {
    draft.context.report.note(
      draft.section.path,
      `Job "${draft.id}" has no name; what GitHub calls it, its id, is written out.`,
    );
  }
  return given ?? literal(draft.id);
}

function outputsCode(draft: JobDraft): Code | undefined {
  return optional(draft.section, "outputs", (value, path) => {
    const outputs = Object.entries(value as Record<string, unknown>);
    const codes = outputs.map(
      ([name, output]) => [name, outputCode(output, draft.context.place([...path, name]))] as const,
    );
    return object(Object.fromEntries(codes));
  });
}

/** Jobs it waits for beside those it reads; known only once all the rest has been turned into code. */
function explicitNeeds(section: Section, scope: JobScope): Code | undefined {
  const explicit = needsOf({ needs: section.take("needs") }).flatMap((id) => {
    const job = scope.jobs.get(id.toLowerCase());
    return job && !scope.read.has(job.id) ? [constant(job.name)] : [];
  });
  return explicit.length > 0 ? array(explicit) : undefined;
}

function stepRemarks(source: YamlSource, path: Path, count: number, index: number, end: number): readonly string[] {
  const from = source.lineOf([...path, "steps", index]);
  const to = index + 1 < count ? source.lineOf([...path, "steps", index + 1]) - 1 : end;
  return remarksBetween(source, from, to);
}

function stepsCode(
  draft: JobDraft,
  file: FileContext,
  steps: ReadonlyMap<string, KnownStep>,
  ids: readonly string[],
  end: number,
): Code {
  const { section, scope } = draft;
  const list = stepsIn(section.take("steps"));
  const read = outputsRead(pathsRead(section.fields));
  const workflowDefaults = openSection(["defaults"], file.root.fields.defaults, file.report);
  const defaultShell = (fields: Fields) => ((fields.run ?? {}) as Fields).shell;
  const jobShell = defaultShell((section.fields.defaults ?? {}) as Fields) ?? defaultShell(workflowDefaults.fields);
  const envNames = [section.fields.env, file.root.fields.env].flatMap((env) => Object.keys((env ?? {}) as Fields));
  const codes = list.flatMap((fields, index): Code[] => {
    const id = ids[index] ?? "step";
    const code = stepCode(openSection([...section.path, "steps", index], fields, file.report), {
      id,
      index,
      scope,
      outputs: read.get(id.toLowerCase()) ?? new Set(),
      actions: file.actions,
      shellFor: (shell) =>
        shellOf({
          shell: shell ?? jobShell,
          runsOn: section.fields["runs-on"],
          matrix: JSON.stringify((section.fields.strategy as Fields | undefined)?.matrix ?? ""),
        }),
      taken: new Set(envNames),
      matrixValues: (key) => draft.matrixValues.get(key),
    });
    const remarks = stepRemarks(file.source, section.path, list.length, index, end);
    const known = steps.get(id.toLowerCase());
    if (code && known) {
      draft.declarations.push({ name: known.name, code, remarks });
      return [constant(known.name)];
    }
    return code ? [remarks.length > 0 ? { kind: "remarked", code, remarks } : code] : [];
  });
  return array(codes);
}

function knownSteps(
  fields: Fields,
  ids: readonly string[],
  file: FileContext,
  jobName: string,
): ReadonlyMap<string, KnownStep> {
  const read = outputsRead(pathsRead(fields));
  const steps = stepsIn(fields.steps);
  return new Map(
    ids.flatMap((id, index): [string, KnownStep][] => {
      const outputs = read.get(id.toLowerCase());
      const action = file.actions.get(String(steps[index]?.uses));
      return outputs === undefined
        ? []
        : [
            [
              id.toLowerCase(),
              { name: file.names.take(id, `${jobName}-${id}`), index, outputs: action?.outputs ?? outputs },
            ],
          ];
    }),
  );
}

function matrixKeysRead(fields: Fields): readonly string[] {
  const keys = pathsRead(fields).flatMap(([context, key]) =>
    context?.toLowerCase() === "matrix" && key && key !== "*" ? [key] : [],
  );
  return [...new Set(keys)];
}

function plainValues(matrix: KnownMatrix | undefined): ReadonlyMap<string, readonly string[]> {
  const entries = [...(matrix?.keys ?? [])].flatMap(([key, values]): [string, readonly string[]][] =>
    values?.every((value) => typeof value !== "object" && !String(value).includes("${{"))
      ? [[key, values.map(String)]]
      : [],
  );
  return new Map(entries);
}

/** What the job's own expressions mean, and its matrix, declared. */
function draftJob(
  id: string,
  section: Section,
  file: FileContext,
  ids: readonly string[],
): { draft: JobDraft; matrix: Code | undefined; steps: ReadonlyMap<string, KnownStep> } {
  const jobName = file.jobs.get(id.toLowerCase())?.name ?? id;
  const declarations: Declaration[] = [];
  const steps = knownSteps(section.fields, ids, file, jobName);
  const needed = new Set(needsOf(section.fields).map((need) => need.toLowerCase()));
  const outer: JobScope = {
    steps,
    jobs: new Map([...file.jobs].filter(([need]) => needed.has(need))),
    matrix: undefined,
    inputs: file.triggers.inputs,
    secrets: file.triggers.secrets,
    read: new Set(),
    report: file.report,
  };
  const strategy = section.section("strategy");
  const isMatrix = section.fields.strategy !== undefined;
  const made = isMatrix
    ? matrixCode(strategy, expressionPlace(outer, strategy.path, 0), matrixKeysRead(section.fields))
    : undefined;
  if (isMatrix) {
    strategy.close();
  }
  let matrix: KnownMatrix | undefined;
  if (made) {
    const name = file.names.take(`${jobName}-matrix`);
    declarations.push({ name, code: made.code, remarks: [] });
    matrix = { name, keys: made.keys };
  }
  const scope = { ...outer, matrix };
  const context = {
    report: file.report,
    place: (path: Path) => expressionPlace(scope, path, Number.POSITIVE_INFINITY),
  };
  const draft = { id, section, scope, context, declarations, matrixValues: plainValues(matrix) };
  return { draft, matrix: matrix ? constant(matrix.name) : undefined, steps };
}

/** @param end the last line of the job */
export function jobCode(id: string, value: unknown, file: FileContext, end: number): JobCode {
  const section = openSection(["jobs", id], value, file.report);
  const ids = stepIds(stepsIn(section.fields.steps));
  const { draft, matrix, steps } = draftJob(id, section, file, ids);
  const name = file.jobs.get(id.toLowerCase())?.name ?? id;
  const firstStep = section.fields.steps === undefined ? end + 1 : file.source.lineOf(["jobs", id, "steps", 0]);
  const remarks = remarksBetween(file.source, file.source.lineOf(["jobs", id]), firstStep - 1);
  const code =
    section.fields.uses === undefined
      ? call("job", literal(id), stepsJobOptions(draft, { matrix, steps, ids, file, end }))
      : callJobCode(draft, file, matrix, {
          name: nameOf(draft),
          if: conditionCodeOf(section, draft),
          needs: () => explicitNeeds(section, draft.scope),
        });
  section.close();
  draft.declarations.push({ name, code, remarks });
  return { id, name, declarations: draft.declarations };
}

interface StepsJobContext {
  readonly matrix: Code | undefined;
  readonly steps: ReadonlyMap<string, KnownStep>;
  readonly ids: readonly string[];
  readonly file: FileContext;
  readonly end: number;
}

function stepsJobOptions(draft: JobDraft, { matrix, steps, ids, file, end }: StepsJobContext): Code {
  const { section, context } = draft;
  const { place } = context;
  const list = stepsIn(section.fields.steps);
  const brings = list.flatMap(({ uses }) => file.actions.get(String(uses))?.brings ?? []);
  const options = {
    name: nameOf(draft),
    if: conditionCodeOf(section, draft),
    runsOn: optional(section, "runs-on", (value, path) => runsOnCode(value, path, context)),
    timeoutMinutes: timeoutOf(draft),
    environment: optional(section, "environment", (value, path) => environmentCode(value, path, context)),
    concurrency: optional(section, "concurrency", (value, path) => concurrencyCode(value, path, context)),
    permissions: permissionsOf(draft, file, brings),
    matrix,
    continueOnError: optional(section, "continue-on-error", (value, path) =>
      valueCode(value, place(path), booleanType),
    ),
    env: optional(section, "env", (value, path) => recordCode(value, place(path))),
    defaults: optional(section, "defaults", (value, path) => defaultsCode(value, path, context)),
    container: optional(section, "container", (value, path) => jobContainerCode(value, path, context)),
    services: optional(section, "services", (value, path) => servicesCode(value, path, context)),
    snapshot: optional(section, "snapshot", (value, path) => snapshotCode(value, path, context)),
    steps: stepsCode(draft, file, steps, ids, end),
    outputs: outputsCode(draft),
  };
  const { name, if: condition, ...rest } = options;
  return object({ name, needs: explicitNeeds(section, draft.scope), if: condition, ...rest });
}
