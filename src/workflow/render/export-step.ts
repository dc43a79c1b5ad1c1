import { freeName } from "./free-name.ts";
import type { Lookup, StepPlace } from "./lookup.ts";

type JobExports = Map<string, StepPlace & { readonly output: string }>;

/** Outputs that jobs have to give because another job reads one of their steps: by job id, then by output. */
export type Exports = Map<string, JobExports>;

interface ExportContext {
  readonly found: Lookup;
  readonly exports: Exports;
}

/** The output the job declares for this output of its step. */
function declaredOutput({ found }: ExportContext, from: StepPlace, output: string): string | undefined {
  return Object.entries(from.job.options.outputs ?? {}).find(
    ([, { node }]) =>
      node.kind === "step-output" &&
      node.output === output &&
      found.findSteps(node.step).some(({ step }) => step === from.step),
  )?.[0];
}

/** The output of the job that is this output of its step: the one it declares, else one made for the purpose. */
export function exportStep(context: ExportContext, from: StepPlace, output: string): string {
  const exported: JobExports = context.exports.get(from.job.id) ?? new Map();
  const known =
    declaredOutput(context, from, output) ??
    [...exported].find(([, other]) => other.step === from.step && other.output === output)?.[0];
  if (known !== undefined) {
    return known;
  }
  // GitHub does not tell names apart by case.
  const taken = new Set(
    [...Object.keys(from.job.options.outputs ?? {}), ...exported.keys()].map((each) => each.toLowerCase()),
  );
  const name = freeName(`${from.step.id}_${output}`, (candidate) => taken.has(candidate.toLowerCase()));
  context.exports.set(from.job.id, exported.set(name, { ...from, output }));
  return name;
}
