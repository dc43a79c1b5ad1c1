import { TidegateError } from "../errors/tidegate-error.ts";
import type { ActionDefinition, InputsOf } from "./define-action.ts";
import { parseInputs } from "./parse-inputs.ts";
import { githubRunner, type Runner } from "./runner.ts";

/**
 * The outermost frame of an action: parses its inputs, hides its secrets, runs it, and is the one place that catches.
 * A failure becomes the step's annotation and exit code 1.
 */
export async function runMain<Action extends ActionDefinition>(
  action: Action,
  body: (inputs: InputsOf<Action>, runner: Runner) => Promise<void>,
  runner: Runner = githubRunner(),
): Promise<void> {
  try {
    hideSecrets(action, runner);
    await body(parseInputs(action, runner.getInput), runner);
  } catch (error) {
    runner.setFailed(toMessage(error));
  }
}

function hideSecrets(action: ActionDefinition, runner: Runner): void {
  for (const [name, { secret }] of Object.entries(action.inputs)) {
    const value = secret ? runner.getInput(name) : "";
    if (value !== "") runner.setSecret(value);
  }
}

/** What a person reads: our own errors as they are, anything else as the defect that it is, with its stack. */
export function toMessage(error: unknown): string {
  if (error instanceof TidegateError) return error.message;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Unexpected error; this is a defect in tidegate, please report it with this text:\n${detail}`;
}
