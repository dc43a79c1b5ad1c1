import { stepsIn } from "./analysis.ts";
import { callJobCode } from "./call-job-code.ts";
import { type Code, call, type Declaration, literal, object } from "./code.ts";
import { draftJob, explicitNeeds, type FileContext, type JobDraft } from "./job-draft.ts";
import { conditionCodeOf, nameOf, outputsCode, permissionsOf, timeoutOf } from "./job-fields.ts";
import {
  concurrencyCode,
  defaultsCode,
  environmentCode,
  jobContainerCode,
  optional,
  runsOnCode,
  servicesCode,
  snapshotCode,
} from "./job-options.ts";
import type { KnownStep } from "./job-scope.ts";
import { stepsCode } from "./job-steps.ts";
import { remarksBetween } from "./remarks.ts";
import { openSection } from "./section.ts";
import { stepIds } from "./step-ids.ts";
import { recordCode, valueCode } from "./value-code.ts";
import { booleanType } from "./value-type.ts";

export interface JobCode {
  readonly id: string;
  readonly name: string;
  readonly declarations: readonly Declaration[];
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
