import { data, Evaluator, Lexer, Parser, wellKnownFunctions } from "@actions/expressions";
import { TidegateError } from "../errors/tidegate-error.ts";

type FunctionDefinition = (typeof wellKnownFunctions)[string];

/** The contexts an expression may read, by name: `github`, `needs`, `steps`, `inputs`, `env`, … Values are plain JSON. */
export type Contexts = Readonly<Record<string, unknown>>;

/** What `success()`, `failure()`, `always()` and `cancelled()` answer at this point of a run. */
export interface StatusFunctions {
  readonly success: boolean;
  readonly failure: boolean;
  readonly cancelled: boolean;
}

const noStatus: StatusFunctions = { success: true, failure: false, cancelled: false };

/**
 * Evaluates one expression, without its `${{ }}`, with GitHub's own engine.
 *
 * @throws TidegateError `invalid-input` when the engine refuses the expression
 */
export function evaluate(expression: string, contexts: Contexts, status: StatusFunctions = noStatus): unknown {
  return JSON.parse(JSON.stringify(evaluateData(expression, contexts, status), data.replacer));
}

/** Whether a condition holds, by GitHub's rules of truth. */
export function holds(condition: string, contexts: Contexts, status: StatusFunctions): boolean {
  const value = evaluateData(`!!(${condition})`, contexts, status);
  return value.kind === data.Kind.Boolean && value.value;
}

/** Replaces every `${{ }}` in a text with its value as text. */
export function interpolate(text: string, contexts: Contexts, status: StatusFunctions = noStatus): string {
  return text.replaceAll(placeholder, (_, expression: string) =>
    evaluateData(expression, contexts, status).coerceString(),
  );
}

/** Replaces expressions in every text of a JSON value; a text that is one expression keeps its value's type. */
export function resolve(value: unknown, contexts: Contexts): unknown {
  if (typeof value === "string") {
    const whole = wholePlaceholder.exec(value);
    return whole ? evaluate(whole[1] ?? "", contexts) : interpolate(value, contexts);
  }
  if (Array.isArray(value)) return value.map((item) => resolve(item, contexts));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, contexts)]));
}

/** An expression may hold `}}` only inside a quoted text. */
const placeholder = /\$\{\{((?:'(?:[^']|'')*'|[^'])*?)\}\}/g;
const wholePlaceholder = /^\s*\$\{\{((?:'(?:[^']|'')*'|[^'}]|\}(?!\}))*)\}\}\s*$/;

function evaluateData(expression: string, contexts: Contexts, status: StatusFunctions): data.ExpressionData {
  const functions = new Map<string, FunctionDefinition>([
    ...statusFunctions(status).map((definition) => [definition.name, definition] as const),
    ...Object.values(wellKnownFunctions).map((definition) => [definition.name.toLowerCase(), definition] as const),
  ]);
  try {
    const { tokens } = new Lexer(expression).lex();
    const tree = new Parser(tokens, Object.keys(contexts), [...functions.values()]).parse();
    return new Evaluator(tree, toDictionary(contexts), functions).evaluate();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new TidegateError("invalid-input", `Expression \`${expression.trim()}\` cannot be evaluated: ${message}`, {
      cause: error,
    });
  }
}

function toDictionary(contexts: Contexts): data.Dictionary {
  return JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
}

function statusFunctions({ success, failure, cancelled }: StatusFunctions) {
  const answers = { success, failure, cancelled, always: true };
  return Object.entries(answers).map(([name, answer]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(answer),
  }));
}
