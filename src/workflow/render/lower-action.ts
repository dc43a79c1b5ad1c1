import { expression } from "../expression/expression.ts";
import type { CompositeInput, CompositeModel, CompositeOutput } from "../model/composite-action.ts";
import type { StepsJobModel } from "../model/job.ts";
import { reference } from "../model/reference.ts";
import { foldersOf } from "../model/refuse-shape.ts";
import { checkIds } from "./check-ids.ts";
import { lookup } from "./lookup.ts";
import { lowerStep } from "./lower-step.ts";
import { createReport, type Report } from "./report.ts";
import type { ResolverContext } from "./resolver.ts";
import { defined, type Plain, type Remark, type Writer, writer } from "./writer.ts";

/** A composite action as what its file holds, with everything the model itself finds wrong. */
export interface LoweredAction {
  /** From the root of the repository: `.github/actions/setup/action.yml`. */
  readonly path: string;
  readonly content: Readonly<Record<string, Plain>>;
  readonly remarks: readonly Remark[];
  readonly problems: Report["problems"];
}

function lowerInput({ description, required = false, default: given, deprecationMessage }: CompositeInput): Plain {
  return defined({ description, required, default: given, deprecationMessage });
}

function mapped<T>(values: Readonly<Record<string, T>>, lower: (value: T) => Plain): Plain | undefined {
  const entries = Object.entries(values).map(([name, value]) => [name, lower(value)]);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** A job around the steps, so that they find one another as they do in a workflow. */
function around({ name, steps, reference: self }: CompositeModel): StepsJobModel {
  return {
    kind: "job",
    id: "action",
    reference: { ...reference("job", name), source: self.source },
    replaces: [],
    options: { name, timeoutMinutes: 1, steps },
    result: expression({ kind: "literal", value: null }),
  };
}

function refuseTimeout(model: CompositeModel, to: (index: number) => Writer): void {
  for (const [index, { options }] of model.steps.entries()) {
    if (options.timeoutMinutes !== undefined) {
      const { context, place } = to(index);
      context.report.error(
        "action-step",
        "A step of an action has no time limit. Give it to the step that uses the action.",
        place,
      );
    }
  }
}

/** Every script of an action names its shell: no default of a workflow reaches it. */
function withShell({ run, shell, ...step }: Readonly<Record<string, Plain>>): Readonly<Record<string, Plain>> {
  return run === undefined ? step : { ...step, shell: shell ?? "bash", run };
}

function contextOf(model: CompositeModel, report: Report): ResolverContext {
  const job = around(model);
  return {
    model: undefined,
    file: `${model.path}/action.yml`,
    triggers: [model.reference],
    found: lookup([job]),
    report,
    exports: new Map(),
    inAction: true,
    job,
    needs: new Set(),
  };
}

/** Turns a composite action into what its `action.yml` holds. */
export function lowerAction(model: CompositeModel): LoweredAction {
  const path = [...(foldersOf(model.path) ?? []), "action.yml"].join("/");
  const report = createReport(path);
  const context = contextOf(model, report);
  const place = { path: "", source: model.source };
  const placeOf = (index: number) => {
    const step = model.steps[index];
    return step ? { path: `runs.steps.${step.id}`, source: step.reference.source } : place;
  };
  const to = (index: number) => writer(context, placeOf(index), index);
  checkIds(
    model.steps.map(({ id }, index) => ({ id, place: placeOf(index) })),
    "step",
    report,
  );
  refuseTimeout(model, to);
  const steps = model.steps.map((step, index) => lowerStep(step, to(index)));
  const atEnd = writer(context, place, Number.POSITIVE_INFINITY);
  const lowerOutput = ({ description, value }: CompositeOutput) => ({
    description,
    value: atEnd.value(value, "action/output-value"),
  });
  const content = defined({
    name: model.name,
    description: model.description,
    author: model.author,
    branding: model.branding ? { ...model.branding } : undefined,
    inputs: mapped(model.inputs, lowerInput),
    outputs: mapped(model.outputs, lowerOutput),
    runs: { using: "composite", steps: steps.map(({ step }) => withShell(step)) },
  });
  const remarks = steps.flatMap(({ remarks: all }, index) =>
    all.map(({ path: below, text }) => ({ path: ["runs", "steps", index, ...below], text })),
  );
  return { path, content, remarks, problems: report.problems };
}
