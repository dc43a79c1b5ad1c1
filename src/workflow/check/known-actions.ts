import type { Action } from "../model/action.ts";
import { actions } from "../pins/actions.gen.ts";
import type { FindAction } from "./github-parser.ts";

type AnyAction = Pick<Action, "inputs" | "required" | "outputs" | "location">;

const byPin = new Map<string, AnyAction>(
  Object.values(actions as Readonly<Record<string, AnyAction>>).flatMap((action) =>
    action.location.kind === "pinned" && action.location.path === undefined
      ? [[`${action.location.repository}@${action.location.sha}`, action] as const]
      : [],
  ),
);

/** Inputs and outputs of the actions in the pin file, as the language service wants them. */
export const findKnownAction: FindAction = (repository, ref) => {
  const action = byPin.get(`${repository}@${ref}`);
  if (!action || action.inputs.length === 0) {
    return undefined;
  }
  const required = new Set(action.required);
  return {
    inputs: Object.fromEntries(action.inputs.map((name) => [name, { description: "", required: required.has(name) }])),
    outputs: Object.fromEntries(action.outputs.map((name) => [name, { description: "" }])),
  };
};
