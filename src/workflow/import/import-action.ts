import { TidegateError } from "../../errors/tidegate-error.ts";
import { type Fields, fieldsOf } from "../check/workflow-view.ts";
import type { CompositeModel } from "../model/composite-action.ts";
import { lowerAction } from "../render/lower-action.ts";
import { renderLowered } from "../render/render.ts";
import { actionProgram } from "./action-program.ts";
import { stepsIn } from "./analysis.ts";
import { compareSteps, type Difference } from "./equivalence.ts";
import { evaluateProgram, type Library } from "./evaluate-code.ts";
import { finish, type ImportResult, tellDifferences } from "./import-result.ts";
import { normalData } from "./normal-form.ts";
import { createImportReport } from "./report.ts";
import { readYaml } from "./yaml-source.ts";

export interface ActionInput {
  /** From the root of the repository: `.github/actions/setup/action.yml`. */
  readonly path: string;
  readonly content: string;
  /** What the program is made of: the exports of `tidegate/workflow`. */
  readonly library: Library;
}

function refuse(line: number, message: string): ImportResult {
  return { kind: "refused", findings: [{ kind: "unexpressed", line, message }] };
}

function described(values: unknown): Fields {
  const entries = Object.entries(fieldsOf(values)).map(([name, value]) => {
    const { required = false, description = "", ...rest } = fieldsOf(value);
    return [name, { description: String(description), required: String(required), ...rest }] as const;
  });
  return Object.fromEntries(entries);
}

/** What two composite actions do not say alike. */
export function compareActions(old: Fields, made: Fields): readonly Difference[] {
  const [before, after] = [fieldsOf(old.runs), fieldsOf(made.runs)];
  const keys = ["name", "description", "author", "branding"] as const;
  const pairs = [
    ...keys.map((key) => [[key], old[key], made[key]] as const),
    ...(["inputs", "outputs"] as const).map((key) => [[key], described(old[key]), described(made[key])] as const),
  ];
  const differences = pairs.flatMap(([path, one, other]) => {
    const [left, right] = [normalData(one), normalData(other)];
    return JSON.stringify(left) === JSON.stringify(right) ? [] : [{ path, before: left, after: right }];
  });
  return [...differences, ...compareSteps({ path: ["runs"], before, after }, {})];
}

/** Turns the file of a composite action into TypeScript that makes an equivalent one; see `importWorkflow`. */
export function importAction({ path, content, library }: ActionInput): ImportResult {
  const source = readYaml(content);
  const [broken] = source.errors;
  if (broken) {
    return refuse(broken.line, broken.text);
  }
  const using = fieldsOf(source.fields.runs).using;
  if (using !== "composite") {
    return refuse(
      source.lineOf(["runs", "using"]),
      `Only composite actions are imported; this one uses ${String(using)}.`,
    );
  }
  if (stepsIn(fieldsOf(source.fields.runs).steps).length === 0) {
    return refuse(source.lineOf(["runs"]), "The action has no steps.");
  }
  const report = createImportReport(source);
  try {
    const program = actionProgram({ path, source, report, taken: Object.keys(library) });
    const { model } = evaluateProgram(program, library) as { readonly model: CompositeModel };
    const lowered = lowerAction(model);
    for (const { message } of lowered.problems) {
      report.unexpressed(["runs"], message);
    }
    const yaml = renderLowered(lowered);
    tellDifferences(report, compareActions(source.fields, readYaml(yaml).fields));
    return finish(program, yaml, report.findings);
  } catch (error) {
    if (error instanceof TidegateError && error.code === "invalid-configuration") {
      return refuse(1, error.message);
    }
    throw error;
  }
}
