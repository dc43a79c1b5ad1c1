import { dirname } from "node:path";
import type { Fields } from "../check/workflow-view.ts";
import { camelCase } from "../expression/camel-case.ts";
import { actionCodes } from "./action-code.ts";
import { actionUsages } from "./action-usages.ts";
import { outputsRead, pathsRead, stepsIn } from "./analysis.ts";
import {
  array,
  type Code,
  call,
  constant,
  type Declaration,
  data,
  literal,
  member,
  object,
  type Program,
} from "./code.ts";
import type { TypedCode } from "./convert.ts";
import { optional } from "./job-options.ts";
import { expressionPlace, type JobScope, type KnownStep } from "./job-scope.ts";
import { createNames, type Names } from "./names.ts";
import { remarksBetween } from "./remarks.ts";
import { openSection, type Section } from "./section.ts";
import { shellOf } from "./shells.ts";
import { stepCode } from "./step-code.ts";
import { stepIds } from "./step-ids.ts";
import { textValue } from "./value-code.ts";
import { stringType } from "./value-type.ts";
import type { ProgramContext } from "./workflow-program.ts";

const parameter = "inputs";

function inputsCode(section: Section, { report }: ProgramContext): Code | undefined {
  const inputs = Object.entries(section.fields).map(([name, value]) => {
    const input = openSection(section.at(name), value, report);
    const required = input.take("required");
    const code = object({
      description: literal(String(input.take("description") ?? "")),
      required: required === true || required === "true" ? literal(true) : undefined,
      default: optional(input, "default", (given) => literal(String(given))),
      deprecationMessage: optional(input, "deprecationMessage", (given) => literal(String(given))),
    });
    input.close();
    return [name, code] as const;
  });
  return inputs.length > 0 ? object(Object.fromEntries(inputs)) : undefined;
}

function scopeOf(
  root: Section,
  runs: Section,
  names: Names,
  ids: readonly string[],
  { report }: ProgramContext,
): JobScope {
  const inputs = Object.keys((root.fields.inputs ?? {}) as Fields).map((name): [string, TypedCode] => [
    name.toLowerCase(),
    { code: member(constant(parameter), camelCase(name)), type: stringType },
  ]);
  const read = outputsRead([...pathsRead(runs.fields), ...pathsRead({ outputs: root.fields.outputs })]);
  const steps = ids.flatMap((id, index): [string, KnownStep][] => {
    const outputs = read.get(id.toLowerCase());
    return outputs === undefined ? [] : [[id.toLowerCase(), { name: names.take(id, `${id}-step`), index, outputs }]];
  });
  return {
    steps: new Map(steps),
    jobs: new Map(),
    matrix: undefined,
    inputs: new Map(inputs),
    secrets: new Map(),
    read: new Set(),
    report,
  };
}

interface ActionContext {
  readonly program: ProgramContext;
  readonly root: Section;
  readonly runs: Section;
  readonly names: Names;
}

function defineCode({ program, root, runs, names }: ActionContext): {
  readonly declarations: readonly Declaration[];
  readonly define: Code;
} {
  const { source, report } = program;
  const list = stepsIn(runs.take("steps"));
  const ids = stepIds(list);
  const outer = actionUsages([{ fields: { ...runs.fields, outputs: root.fields.outputs }, path: ["runs"] }], source);
  const actions = actionCodes(outer, names);
  const scope = scopeOf(root, runs, names, ids, program);
  const inner: Declaration[] = [];
  const steps = list.flatMap((fields, index): Code[] => {
    const id = ids[index] ?? "step";
    const known = scope.steps.get(id.toLowerCase());
    const code = stepCode(openSection(["runs", "steps", index], fields, report), {
      id,
      index,
      scope,
      outputs: known?.outputs ?? new Set(),
      actions: actions.byUses,
      shellFor: (shell) => shellOf({ shell, runsOn: "", matrix: "" }),
      taken: new Set(),
      matrixValues: () => undefined,
    });
    const next = index + 1 < list.length ? source.lineOf(["runs", "steps", index + 1]) - 1 : Number.POSITIVE_INFINITY;
    const remarks = remarksBetween(source, source.lineOf(["runs", "steps", index]), next);
    if (code && known) {
      inner.push({ name: known.name, code, remarks });
      return [constant(known.name)];
    }
    return code ? [remarks.length > 0 ? { kind: "remarked", code, remarks } : code] : [];
  });
  const outputs = outputsCode(root.section("outputs"), scope, program);
  const result = object({ steps: array(steps), outputs });
  return {
    declarations: actions.declarations,
    define: { kind: "function", parameter: scope.inputs.size > 0 ? parameter : "", declarations: inner, result },
  };
}

function outputsCode(section: Section, scope: JobScope, { report }: ProgramContext): Code | undefined {
  const outputs = Object.entries(section.fields).map(([name, value]) => {
    const output = openSection(section.at(name), value, report);
    const place = expressionPlace(scope, output.at("value"), Number.POSITIVE_INFINITY);
    const code = object({
      description: literal(String(output.take("description") ?? "")),
      value: optional(output, "value", (given) => textValue(given, place)),
    });
    output.close();
    return [name, code] as const;
  });
  return outputs.length > 0 ? object(Object.fromEntries(outputs)) : undefined;
}

/** A composite action's file as a program that makes it. */
export function actionProgram(program: ProgramContext): Program {
  const { path, source, report, taken } = program;
  const root = openSection([], source.fields, report);
  const names = createNames([...taken, parameter]);
  const runs = root.section("runs");
  runs.take("using");
  const { declarations, define } = defineCode({ program, root, runs, names });
  const folder = dirname(path);
  const code = call(
    "compositeAction",
    object({
      path: literal(folder === "." ? "./" : `./${folder}`),
      name: optional(root, "name", (given) => literal(String(given))) ?? literal(folder),
      description: optional(root, "description", (given) => literal(String(given))) ?? literal(""),
      author: optional(root, "author", (given) => literal(String(given))),
      branding: optional(root, "branding", data),
      inputs: inputsCode(root.section("inputs"), program),
      define,
    }),
  );
  runs.close();
  root.close();
  const name = names.take(folder.split("/").at(-1) ?? "action", "composite-action");
  return {
    remarks: remarksBetween(source, 1, source.lineOf(["runs", "steps", 0]) - 1),
    declarations: [...declarations, { name, code, remarks: [] }],
  };
}
