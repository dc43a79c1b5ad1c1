import type { Fields, Path } from "../check/workflow-view.ts";
import type { ActionUsage } from "./action-code.ts";
import { outputsRead, pathsRead, stepsIn } from "./analysis.ts";
import type { YamlSource } from "./yaml-source.ts";

/** A job, or a composite action, and where it is. */
export interface StepsOwner {
  readonly fields: Fields;
  readonly path: Path;
}

function addUse(
  usages: Map<string, ActionUsage>,
  step: Fields,
  outputs: ReadonlySet<string>,
  remark: string | undefined,
) {
  const uses = String(step.uses);
  const usage = usages.get(uses) ?? { uses, inputs: new Set(), outputs: new Set(), remark: undefined, given: [] };
  usages.set(uses, usage);
  const given = Object.keys((step.with ?? {}) as Fields);
  const known = new Set([...usage.inputs].map((name) => name.toLowerCase()));
  for (const name of given.filter((name) => !known.has(name.toLowerCase()))) {
    usage.inputs.add(name);
  }
  for (const output of outputs) {
    usage.outputs.add(output);
  }
  usage.given.push(given);
  usage.remark ??= remark;
}

/** What the file does with each action it uses. */
export function actionUsages(owners: readonly StepsOwner[], source: YamlSource): readonly ActionUsage[] {
  const usages = new Map<string, ActionUsage>();
  for (const { fields, path } of owners) {
    const read = outputsRead(pathsRead(fields));
    for (const [index, step] of stepsIn(fields.steps).entries()) {
      if (typeof step.uses === "string") {
        const outputs = read.get(String(step.id ?? "").toLowerCase()) ?? new Set();
        addUse(usages, step, outputs, source.remarkOf([...path, "steps", index, "uses"]));
      }
    }
  }
  return [...usages.values()];
}
