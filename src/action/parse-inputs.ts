import type { z } from "zod";
import { type InputProblem, InvalidInputError } from "../errors/invalid-input-error.ts";
import { quoteValue } from "../errors/quote-value.ts";
import type { ActionDefinition, InputDefinition, InputsOf } from "./define-action.ts";

/**
 * Reads every input of an action. The runner passes a missing input as '', so '' means absent: the default applies
 * (unless it is an expression, which only GitHub can fill in), and without one the schema sees `undefined`.
 *
 * @param getInput reads one input by its declared name; @actions/core's fits
 * @throws InvalidInputError naming every unusable input and the value seen; a secret's value is never shown
 */
export function parseInputs<Action extends ActionDefinition>(
  action: Action,
  getInput: (name: string) => string,
): InputsOf<Action> {
  const problems: InputProblem[] = [];
  const parsed = Object.entries(action.inputs).map(([name, input]): [string, unknown] => {
    const text = getInput(name).trim() || literalDefault(input);
    if (text === undefined && input.required) {
      problems.push({ input: name, message: `is required but empty. ${input.description}` });
      return [name, undefined];
    }
    const result = input.schema.safeParse(text);
    if (!result.success) problems.push({ input: name, message: describe(result.error, text, input) });
    return [name, result.data];
  });
  if (problems.length > 0) throw new InvalidInputError(problems);
  return Object.fromEntries(parsed) as InputsOf<Action>;
}

function literalDefault({ default: value }: InputDefinition): string | undefined {
  return value === undefined || value === "" || value.includes("${{") ? undefined : value;
}

function describe(error: z.ZodError, text: string | undefined, input: InputDefinition): string {
  const reasons = error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join(".")}: ${message}` : message,
  );
  const seen = text === undefined ? "it is empty" : input.secret ? "the value is a secret" : `got ${quoteValue(text)}`;
  return `${reasons.join("; ")}; ${seen}. ${input.description}`;
}
