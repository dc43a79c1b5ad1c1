import { assertNever } from "../../errors/assert-never.ts";
import { TidegateError } from "../../errors/tidegate-error.ts";
import type { Code, Program } from "./code.ts";
import { rawPieces } from "./print-template.ts";

/** What code can use, by name: the exports of `tidegate/workflow`. */
export type Library = Readonly<Record<string, unknown>>;

type Scope = ReadonlyMap<string, unknown>;

function lookUp(name: string, found: unknown): unknown {
  if (found === undefined) {
    throw new TidegateError(
      "unsupported",
      `The import uses "${name}", which is not there. This is a defect in tidegate.`,
    );
  }
  return found;
}

function evaluateMember({ of, property }: Extract<Code, { kind: "member" }>, library: Library, scope: Scope): unknown {
  const owner = evaluate(of, library, scope) as Readonly<Record<string, unknown>>;
  return lookUp(property, Object.hasOwn(owner, property) ? owner[property] : undefined);
}

function evaluateTemplate(code: Extract<Code, { kind: "template" }>, library: Library, scope: Scope): unknown {
  const strings = Object.assign([...code.pieces], { raw: rawPieces(code) });
  const values = code.values.map((value) => evaluate(value, library, scope));
  const tag = lookUp(code.tag, library[code.tag]) as (...args: unknown[]) => unknown;
  return tag(strings, ...values);
}

function evaluateBody(
  { declarations, result }: Extract<Code, { kind: "function" }>,
  library: Library,
  scope: Map<string, unknown>,
): unknown {
  for (const { name, code } of declarations) {
    scope.set(name, evaluate(code, library, scope));
  }
  return evaluate(result, library, scope);
}

function evaluate(code: Code, library: Library, scope: Scope): unknown {
  switch (code.kind) {
    case "literal":
      return code.value;
    case "library":
      return lookUp(code.name, Object.hasOwn(library, code.name) ? library[code.name] : undefined);
    case "constant":
      return lookUp(code.name, scope.get(code.name));
    case "member":
      return evaluateMember(code, library, scope);
    case "call": {
      const callee = evaluate(code.callee, library, scope) as (...args: unknown[]) => unknown;
      return callee(...code.args.map((arg) => evaluate(arg, library, scope)));
    }
    case "object":
      return Object.fromEntries(code.entries.map(({ key, value }) => [key, evaluate(value, library, scope)]));
    case "array":
      return code.items.map((item) => evaluate(item, library, scope));
    case "template":
      return evaluateTemplate(code, library, scope);
    case "function":
      return (argument: unknown) => evaluateBody(code, library, new Map([...scope, [code.parameter, argument]]));
    case "remarked":
      return evaluate(code.code, library, scope);
    default:
      return assertNever(code);
  }
}

/** What the printed module would export. */
export function evaluateProgram({ declarations }: Program, library: Library): unknown {
  const scope = new Map<string, unknown>();
  for (const { name, code } of declarations) {
    scope.set(name, evaluate(code, library, scope));
  }
  return scope.get(declarations.at(-1)?.name ?? "");
}
