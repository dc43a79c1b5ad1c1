import type { Action } from "../model/action.ts";
import { toUses } from "../model/action.ts";
import { actions } from "../pins/actions.gen.ts";
import type { Pin } from "../pins/pin.ts";
import { actionKey } from "../pins/same-pin.ts";
import type { FindAction } from "./github-parser.ts";

type Interface = NonNullable<ReturnType<FindAction>>;
type AnyAction = Pick<Action, "inputs" | "required" | "outputs" | "location">;

const toOutputs = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { description: "" }]));

function ofAction({ inputs, required, outputs }: AnyAction): Interface {
  const isRequired = new Set(required);
  return {
    inputs: Object.fromEntries(inputs.map((name) => [name, { description: "", required: isRequired.has(name) }])),
    outputs: toOutputs(outputs),
  };
}

/** Of those that were never read, nothing is known; nor is what a bot's bump may have changed. */
const brought = new Map<string, AnyAction>(
  Object.values(actions as Readonly<Record<string, AnyAction>>)
    .filter(({ location, inputs }) => location.kind === "pinned" && inputs.length > 0)
    .map((action) => [actionKey(toUses(action.location)), action]),
);

function ofPin({ inputs, outputs }: Pin): Interface {
  return {
    inputs: Object.fromEntries(inputs.map(({ name, required }) => [name, { description: "", required }])),
    outputs: toOutputs(outputs),
  };
}

/** Whether inputs and outputs were read from the file of the very version that is pinned. */
const isRead = ({ using, inputsFrom, version }: Pin) =>
  using !== undefined && (inputsFrom === undefined || inputsFrom === version);

/**
 * Inputs and outputs of the actions that tidegate brings along, and of those that a repository has pinned itself, as
 * the language service wants them.
 */
export function knownActions(pins: readonly Pin[] = []): FindAction {
  const own = new Map(pins.map((pin) => [actionKey(`${pin.action}@${pin.sha}`), pin]));
  return (name, ref) => {
    const key = actionKey(`${name}@${ref}`);
    const pin = own.get(key);
    if (pin && isRead(pin)) {
      return ofPin(pin);
    }
    const action = brought.get(key);
    return action && ofAction(action);
  };
}

/** Whether GitHub's message is about inputs that an action has or wants. GitHub itself runs the step, and warns. */
export function isOfActionInputs(message: string): boolean {
  return /^(?:Invalid action input|Missing required input)/.test(message);
}
