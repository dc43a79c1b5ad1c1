import { definition as admit } from "../../actions/admit/inputs.ts";
import { definition as control } from "../../actions/control/inputs.ts";
import { definition as coverage } from "../../actions/coverage/inputs.ts";
import { definition as deployStatus } from "../../actions/deploy-status/inputs.ts";
import { definition as finish } from "../../actions/finish/inputs.ts";
import { definition as nextVersion } from "../../actions/next-version/inputs.ts";
import { definition as reconcile } from "../../actions/reconcile/inputs.ts";
import { definition as rollout } from "../../actions/rollout/inputs.ts";
import type { ActionDefinition } from "../../src/action/define-action.ts";
import { TidegateError } from "../../src/errors/tidegate-error.ts";
import { markdownTable } from "./markdown-table.ts";

const definitions: readonly ActionDefinition[] = [
  admit,
  control,
  coverage,
  deployStatus,
  finish,
  nextVersion,
  reconcile,
  rollout,
];

/** Our actions by name. */
export const actions: ReadonlyMap<string, ActionDefinition> = new Map(
  definitions.map((definition) => [definition.name, definition]),
);

export function getAction(name: string): ActionDefinition {
  const action = actions.get(name);
  if (action !== undefined) return action;
  throw new TidegateError("not-found", `There is no action "${name}". There is: ${[...actions.keys()].join(", ")}.`);
}

export function inputsTable(name: string): string {
  const rows = Object.entries(getAction(name).inputs).map(([input, { description, required, default: fallback }]) => [
    `\`${input}\``,
    required ? "required" : fallback === undefined ? "empty" : `\`${fallback}\``,
    description,
  ]);
  return markdownTable(["input", "default", "meaning"], rows);
}

export function outputsTable(name: string): string {
  const rows = Object.entries(getAction(name).outputs).map(([output, description]) => [`\`${output}\``, description]);
  return rows.length === 0 ? "It has no outputs." : markdownTable(["output", "meaning"], rows);
}

export function permissionsTable(name: string): string {
  const rows = Object.entries(getAction(name).permissions ?? {}).map(([permission, level]) =>
    level === "read" ? [`\`${permission}\``, "read", ""] : [`\`${permission}\``, level.level, level.why],
  );
  return rows.length === 0 ? "It needs no permission." : markdownTable(["permission", "level", "why"], rows);
}
