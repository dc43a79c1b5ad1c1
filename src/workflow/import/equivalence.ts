import { type Fields, fieldsOf, type Path } from "../check/workflow-view.ts";
import { stepsIn } from "./analysis.ts";
import { findPin } from "./known-pins.ts";
import {
  type Normal,
  normalConcurrency,
  normalCondition,
  normalContainer,
  normalData,
  normalEnvironment,
  normalList,
  normalPermissions,
  normalRunsOn,
  normalSnapshot,
  normalStrategy,
  normalText,
  normalTriggers,
} from "./normal-form.ts";
import { type Lifted, normalScript } from "./normal-script.ts";
import { shellOf } from "./shells.ts";

/** Something that the two files do not say alike. */
export interface Difference {
  /** In the first file. */
  readonly path: Path;
  readonly before: Normal;
  readonly after: Normal;
}

export interface Pair {
  readonly path: Path;
  readonly before: Fields;
  readonly after: Fields;
}

type Read = (value: unknown) => Normal;

function differ(path: Path, before: Normal, after: Normal): readonly Difference[] {
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
}

function compareFields({ path, before, after }: Pair, reads: Readonly<Record<string, Read>>): readonly Difference[] {
  return Object.entries(reads).flatMap(([key, read]) => differ([...path, key], read(before[key]), read(after[key])));
}

/** What is there must stay; what was added is named elsewhere. */
function compareKept(path: Path, before: unknown, after: unknown): readonly Difference[] {
  const kept = fieldsOf(after);
  return Object.entries(fieldsOf(before)).flatMap(([key, value]) =>
    differ([...path, key], normalData(value), normalData(kept[key])),
  );
}

const sorted = (value: unknown): Normal => [...normalList(value)].sort();
const orDefault =
  (fallback: string): Read =>
  (value) =>
    value === undefined || value === null ? fallback : normalText(value);

function liftedOf({ before, after }: Pair): Lifted {
  const own = fieldsOf(before.env);
  const added = Object.entries(fieldsOf(after.env)).filter(([name]) => !Object.hasOwn(own, name));
  return Object.fromEntries(added.map(([name, value]) => [name, String(value)]));
}

function compareStep(pair: Pair, isPosix: boolean): readonly Difference[] {
  const { path, before, after } = pair;
  const lifted = before.run === undefined ? {} : liftedOf(pair);
  const script = (fields: Fields, names: Lifted) =>
    fields.run === undefined ? "" : normalScript(fields.run, names, isPosix);
  const extraEnv =
    before.run === undefined
      ? differ([...path, "env"], normalData(fieldsOf(before.env)), normalData(fieldsOf(after.env)))
      : [];
  return [
    ...(before.id === undefined ? [] : differ([...path, "id"], normalText(before.id), normalText(after.id))),
    ...compareFields(pair, {
      name: normalText,
      if: normalCondition,
      uses: normalText,
      with: (value) =>
        normalData(
          Object.fromEntries(
            Object.entries(fieldsOf(value)).map(([key, given]) => [
              key.toLowerCase(),
              normalText(given).replace(/\s+$/, ""),
            ]),
          ),
        ),
      shell: normalText,
      "working-directory": normalText,
      "continue-on-error": orDefault("false"),
      "timeout-minutes": normalText,
    }),
    ...compareKept([...path, "env"], before.env, after.env),
    ...extraEnv,
    ...differ([...path, "run"], script(before, {}), script(after, lifted)),
  ];
}

export function compareSteps(pair: Pair, workflow: Fields): readonly Difference[] {
  const { path, before, after } = pair;
  const [old, made] = [stepsIn(before.steps), stepsIn(after.steps)];
  const defaults = (fields: Fields) => fieldsOf(fieldsOf(fields.defaults).run).shell;
  const shell = (step: Fields) =>
    shellOf({
      shell: step.shell ?? defaults(before) ?? defaults(workflow),
      runsOn: before["runs-on"],
      matrix: JSON.stringify(fieldsOf(before.strategy).matrix ?? ""),
    });
  if (old.length !== made.length) {
    return differ([...path, "steps"], `${old.length} steps`, `${made.length} steps`);
  }
  return old.flatMap((step, index) =>
    compareStep(
      { path: [...path, "steps", index], before: step, after: made[index] ?? {} },
      shell(step).kind === "posix",
    ),
  );
}

/** Without permissions a job had the repository's default, which the file does not tell. */
function comparePermissions({ path, before, after }: Pair, old: Fields, made: Fields): readonly Difference[] {
  const had = normalPermissions(before.permissions, old.permissions);
  const has = normalPermissions(after.permissions, made.permissions);
  if (had === undefined) {
    return [];
  }
  // What an action brings along is named by a note.
  const brought = stepsIn(after.steps).map(({ uses }) => findPin(String(uses))?.permissions ?? {});
  const isBrought = (scope: string, level: unknown) =>
    !Object.hasOwn(had, scope) && brought.some((permissions) => permissions[scope] === level);
  const asked = Object.entries(has ?? {}).filter(([scope, level]) => !isBrought(scope, level));
  return differ([...path, "permissions"], normalData(sortKeys(had)), normalData(sortKeys(Object.fromEntries(asked))));
}

function sortKeys(fields: Fields): Fields {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function compareJob(id: string, pair: Pair, old: Fields, made: Fields): readonly Difference[] {
  const { path, before, after } = pair;
  const services = (value: unknown): Normal =>
    Object.fromEntries(Object.entries(fieldsOf(value)).map(([name, service]) => [name, normalContainer(service)]));
  return [
    ...compareFields(pair, {
      name: orDefault(id),
      needs: sorted,
      if: normalCondition,
      "runs-on": normalRunsOn,
      environment: normalEnvironment,
      concurrency: normalConcurrency,
      strategy: normalStrategy,
      env: (value) => normalData(fieldsOf(value)),
      defaults: (value) => normalData(fieldsOf(value)),
      container: normalContainer,
      services,
      uses: normalText,
      with: (value) => normalData(fieldsOf(value)),
      secrets: normalData,
      snapshot: normalSnapshot,
      "continue-on-error": orDefault("false"),
      ...(before.uses === undefined ? { "timeout-minutes": orDefault("360") } : {}),
    }),
    ...compareKept([...path, "outputs"], before.outputs, after.outputs),
    ...comparePermissions(pair, old, made),
    ...compareSteps(pair, old),
  ];
}

/**
 * What two workflow files do not say alike, job by job. Not counted: ids and names that were added, permissions where
 * there were none, the limit of time that GitHub has anyway, a group of its own where there was no concurrency, and
 * expressions of a script that reach it through a variable.
 */
export function compareWorkflows(old: Fields, made: Fields, path: string): readonly Difference[] {
  const jobs = Object.entries(fieldsOf(old.jobs));
  const after = fieldsOf(made.jobs);
  const pair = { path: [], before: old, after: made };
  return [
    ...compareFields(pair, {
      name: orDefault(path),
      description: normalText,
      "run-name": normalText,
      on: normalTriggers,
      env: (value) => normalData(fieldsOf(value)),
      defaults: (value) => normalData(fieldsOf(value)),
      ...(old.concurrency === undefined ? {} : { concurrency: normalConcurrency }),
    }),
    ...differ(
      ["jobs"],
      jobs.map(([id]) => id),
      Object.keys(after),
    ),
    ...jobs.flatMap(([id, job]) =>
      compareJob(id, { path: ["jobs", id], before: fieldsOf(job), after: fieldsOf(after[id]) }, old, made),
    ),
  ];
}
