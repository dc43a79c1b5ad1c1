import { WorkflowDefinitionError } from "../model/workflow-definition-error.ts";
import type { ExpressionNode, Operator } from "./expression.ts";
import { type Token, tokenizeExpression } from "./tokenize-expression.ts";

const statusFunctions = ["always", "success", "failure", "cancelled"] as const;
const literals: ReadonlyMap<string, boolean | null | number> = new Map<string, boolean | null | number>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
]);
/** From the loosest to the tightest; GitHub's grammar. */
const levels: readonly (readonly Operator[])[] = [["||"], ["&&"], ["==", "!="], ["<", "<=", ">", ">="]];

/** Tokens yet to be read. */
interface Reader {
  readonly source: string;
  readonly tokens: readonly Token[];
  at: number;
}

function refuse({ source, tokens, at }: Reader, wanted: string): never {
  const found = tokens[at];
  const told = found ? JSON.stringify(found.text) : "its end";
  throw new WorkflowDefinitionError(
    `${JSON.stringify(source)} is not an expression: ${wanted} is expected before ${told}.`,
  );
}

function takeSymbol(reader: Reader, ...symbols: readonly string[]): string | undefined {
  const token = reader.tokens[reader.at];
  if (token?.kind === "symbol" && symbols.includes(token.text)) {
    reader.at++;
    return token.text;
  }
  return undefined;
}

function expectSymbol(reader: Reader, symbol: string): void {
  if (takeSymbol(reader, symbol) === undefined) {
    refuse(reader, symbol);
  }
}

function readLevel(reader: Reader, level: number): ExpressionNode {
  const operators = levels[level];
  if (operators === undefined) {
    return readUnary(reader);
  }
  let node = readLevel(reader, level + 1);
  for (;;) {
    const operator = takeSymbol(reader, ...operators) as Operator | undefined;
    if (operator === undefined) {
      return node;
    }
    node = join(operator, node, readLevel(reader, level + 1));
  }
}

/** `a && b && c` is one node with three operands. */
function join(operator: Operator, left: ExpressionNode, right: ExpressionNode): ExpressionNode {
  const isChain = (operator === "&&" || operator === "||") && left.kind === "operator" && left.operator === operator;
  return { kind: "operator", operator, operands: isChain ? [...left.operands, right] : [left, right] };
}

function readUnary(reader: Reader): ExpressionNode {
  return takeSymbol(reader, "!") ? { kind: "not", operand: readUnary(reader) } : readPostfix(reader);
}

function readPostfix(reader: Reader): ExpressionNode {
  let node = readPrimary(reader);
  for (;;) {
    if (takeSymbol(reader, ".")) {
      node = property(node, readKey(reader));
    } else if (takeSymbol(reader, "[")) {
      node = property(node, takeSymbol(reader, "*") ? undefined : readLevel(reader, 0));
      expectSymbol(reader, "]");
    } else {
      return node;
    }
  }
}

function readKey(reader: Reader): ExpressionNode | undefined {
  if (takeSymbol(reader, "*")) {
    return undefined;
  }
  const token = reader.tokens[reader.at];
  if (token?.kind !== "name") {
    return refuse(reader, "a name");
  }
  reader.at++;
  return { kind: "literal", value: token.text };
}

/** A path of names stays one context; what is computed becomes a property of it. */
function property(target: ExpressionNode, key: ExpressionNode | undefined): ExpressionNode {
  const name =
    key === undefined ? "*" : key.kind === "literal" && typeof key.value === "string" ? key.value : undefined;
  const isPath = target.kind === "context" && name !== undefined && (key === undefined || name !== "*");
  return isPath ? { kind: "context", path: [...target.path, name] } : { kind: "property", target, key };
}

function readPrimary(reader: Reader): ExpressionNode {
  if (takeSymbol(reader, "(")) {
    const inner = readLevel(reader, 0);
    expectSymbol(reader, ")");
    return inner;
  }
  const token = reader.tokens[reader.at];
  if (token === undefined || token.kind === "symbol") {
    return refuse(reader, "a value");
  }
  reader.at++;
  if (token.kind !== "name") {
    return { kind: "literal", value: token.kind === "number" ? token.value : token.text };
  }
  const literal = literals.get(token.text);
  if (literal !== undefined) {
    return { kind: "literal", value: literal };
  }
  return takeSymbol(reader, "(") ? callOf(token.text, readArguments(reader)) : { kind: "context", path: [token.text] };
}

function readArguments(reader: Reader): readonly ExpressionNode[] {
  if (takeSymbol(reader, ")")) {
    return [];
  }
  const args = [readLevel(reader, 0)];
  while (takeSymbol(reader, ",")) {
    args.push(readLevel(reader, 0));
  }
  expectSymbol(reader, ")");
  return args;
}

function callOf(name: string, args: readonly ExpressionNode[]): ExpressionNode {
  const status = statusFunctions.find((known) => known === name.toLowerCase());
  return status && args.length === 0 ? { kind: "status", name: status } : { kind: "call", name, args };
}

/**
 * Reads an expression in GitHub's language, without the `${{ }}` around it.
 * @throws WorkflowDefinitionError when it is none
 */
export function parseExpression(source: string): ExpressionNode {
  const reader: Reader = { source, tokens: tokenizeExpression(source), at: 0 };
  const node = readLevel(reader, 0);
  return reader.at < reader.tokens.length ? refuse(reader, "an operator") : node;
}
