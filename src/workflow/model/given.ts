import { WorkflowDefinitionError } from "./workflow-definition-error.ts";

/** A reusable workflow holds itself, and such is no JSON; what says itself what its JSON is may say nothing. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** Without a prototype there is no text either. */
function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return "an object";
  }
}

/** A value as a message shows it. */
export function seen(value: unknown): string {
  const isJson = typeof value === "object" || typeof value === "string";
  const told = (isJson ? jsonOf(value) : undefined) ?? textOf(value);
  return told.length > 60 ? `${told.slice(0, 59)}…` : told;
}

/**
 * Refuses what only JavaScript can give, which has no types: at its line, and not later from within.
 * @param what it was given as: "The condition of not(…)"
 * @param write what to write instead
 * @throws WorkflowDefinitionError
 */
export function requireGiven(isRight: boolean, what: string, value: unknown, write: string): void {
  if (!isRight) {
    throw new WorkflowDefinitionError(`${what} is ${seen(value)}. Write ${write}.`);
  }
}

export const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";

/** A map of options, of which each function names the rest of what it needs. */
export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @throws WorkflowDefinitionError when there are no options, or the named one of them is no text */
export function requireOption(owner: string, options: unknown, name: string, write: string): void {
  requireGiven(
    isMap(options),
    `What ${owner} is given`,
    options,
    `${owner.replace("(…)", "")}({ ${name}: ${write}, … })`,
  );
  const value = (options as Readonly<Record<string, unknown>>)[name];
  requireGiven(isText(value), `\`${name}\` of ${owner}`, value, write);
}

/** @throws WorkflowDefinitionError when inputs or secrets are no map of definitions */
export function requireDefinitions(owner: string, definitions: unknown): void {
  const write = '{ version: input.string({ description: "Which" }) }';
  requireGiven(isMap(definitions), `What ${owner} declares`, definitions, write);
  for (const [name, definition] of Object.entries(definitions as object)) {
    requireGiven(isMap(definition), `"${name}" of ${owner}`, definition, write);
  }
}

/**
 * Refuses options where the id belongs, which stands before them.
 * @param write the call with its id
 * @throws WorkflowDefinitionError
 */
export function requireId(of: string, id: unknown, write: string): void {
  requireGiven(typeof id === "string", `The first argument of ${of}(…)`, id, `the id: ${write}`);
}
