import type { Fields, Path } from "../check/workflow-view.ts";
import type { ActionCode } from "./action-code.ts";
import { outputsRead, pathsRead, stepsIn } from "./analysis.ts";
import { array, type Code, constant, type Declaration } from "./code.ts";
import type { OptionsContext } from "./job-options.ts";
import { expressionPlace, type JobScope, type KnownJob, type KnownMatrix, type KnownStep } from "./job-scope.ts";
import { matrixCode } from "./matrix-code.ts";
import type { Names } from "./names.ts";
import type { ImportReport } from "./report.ts";
import type { Section } from "./section.ts";
import type { TriggerCodes } from "./trigger-code.ts";
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

export function needsOf(fields: Fields): readonly string[] {
  const { needs } = fields;
  return Array.isArray(needs) ? needs.map(String) : typeof needs === "string" ? [needs] : [];
}

export interface JobDraft {
  readonly id: string;
  readonly section: Section;
  readonly scope: JobScope;
  readonly context: OptionsContext;
  readonly declarations: Declaration[];
  readonly matrixValues: ReadonlyMap<string, readonly string[]>;
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

interface DeclaredMatrix {
  readonly declaration: Declaration;
  readonly matrix: KnownMatrix;
}

/** The matrix, as a constant that the job's expressions read from. */
function declareMatrix(
  section: Section,
  name: string,
  outer: JobScope,
  { names }: FileContext,
): DeclaredMatrix | undefined {
  const strategy = section.section("strategy");
  if (section.fields.strategy === undefined) {
    return undefined;
  }
  const made = matrixCode(strategy, expressionPlace(outer, strategy.path, 0), matrixKeysRead(section.fields));
  strategy.close();
  if (!made) {
    return undefined;
  }
  const taken = names.take(name);
  return { declaration: { name: taken, code: made.code, remarks: [] }, matrix: { name: taken, keys: made.keys } };
}

/** What expressions of the job can read, but for its matrix. */
function outerScope(fields: Fields, file: FileContext, steps: ReadonlyMap<string, KnownStep>): JobScope {
  const needed = new Set(needsOf(fields).map((need) => need.toLowerCase()));
  return {
    steps,
    jobs: new Map([...file.jobs].filter(([need]) => needed.has(need))),
    matrix: undefined,
    inputs: file.triggers.inputs,
    secrets: file.triggers.secrets,
    read: new Set(),
    report: file.report,
  };
}

/** What the job's own expressions mean, and its matrix, declared. */
export function draftJob(
  id: string,
  section: Section,
  file: FileContext,
  ids: readonly string[],
): { draft: JobDraft; matrix: Code | undefined; steps: ReadonlyMap<string, KnownStep> } {
  const jobName = file.jobs.get(id.toLowerCase())?.name ?? id;
  const steps = knownSteps(section.fields, ids, file, jobName);
  const outer = outerScope(section.fields, file, steps);
  const declared = declareMatrix(section, `${jobName}-matrix`, outer, file);
  const scope = { ...outer, matrix: declared?.matrix };
  const context = {
    report: file.report,
    place: (path: Path) => expressionPlace(scope, path, Number.POSITIVE_INFINITY),
  };
  const declarations = declared ? [declared.declaration] : [];
  const draft = { id, section, scope, context, declarations, matrixValues: plainValues(declared?.matrix) };
  return { draft, matrix: declared && constant(declared.matrix.name), steps };
}

/** Jobs it waits for beside those it reads; known only once all the rest has been turned into code. */
export function explicitNeeds(section: Section, scope: JobScope): Code | undefined {
  const explicit = needsOf({ needs: section.take("needs") }).flatMap((id) => {
    const job = scope.jobs.get(id.toLowerCase());
    return job && !scope.read.has(job.id) ? [constant(job.name)] : [];
  });
  return explicit.length > 0 ? array(explicit) : undefined;
}
