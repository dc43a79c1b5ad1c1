import { assertNever } from "../../errors/assert-never.ts";
import type { ExpressionNode, Literal, Operator, ReferenceNode } from "./expression.ts";

/** Gives what stands for a reference at the place being rendered: `steps.build.outputs.digest`. */
export type Resolve = (node: ReferenceNode) => string;

/** How tightly each operator binds. @see https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#operators */
const precedence: Readonly<Record<Operator, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
};
const unary = 5;
const postfix = 6;
const name = /^[A-Za-z_][A-Za-z0-9_-]*$/;
/** What may stand behind a dot: a name, or the filter that takes each item of an array. */
const identifier = /^(?:[A-Za-z_][A-Za-z0-9_-]*|\*)$/;

/** A literal as the expression language writes it: strings in single quotes, which are doubled inside. */
export function literalSource(value: Literal): string {
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
}

export function propertyPath(path: readonly string[]): string {
  return path
    .map((part, index) => (identifier.test(part) ? (index > 0 ? `.${part}` : part) : `[${literalSource(part)}]`))
    .join("");
}

function operatorSource(
  operator: Operator,
  operands: readonly ExpressionNode[],
  resolve: Resolve,
  outer: number,
): string {
  if (operands.length === 1 && operands[0]) {
    return source(operands[0], resolve, outer);
  }
  const own = precedence[operator];
  const isAssociative = operator === "&&" || operator === "||";
  const inner = isAssociative ? own : own + 1;
  const joined = operands.map((operand) => source(operand, resolve, inner)).join(` ${operator} `);
  return own < outer ? `(${joined})` : joined;
}

function propertySource({ target, key }: Extract<ExpressionNode, { kind: "property" }>, resolve: Resolve): string {
  const owner = source(target, resolve, postfix);
  if (key === undefined) {
    return `${owner}.*`;
  }
  const isName = key.kind === "literal" && typeof key.value === "string" && name.test(key.value);
  return isName ? `${owner}.${key.value}` : `${owner}[${source(key, resolve, 0)}]`;
}

function formatCall(parts: readonly (string | ExpressionNode)[], resolve: Resolve): string {
  const values = parts.filter((part) => typeof part !== "string");
  const holes = parts.map((part) =>
    typeof part === "string" ? part.replace(/[{}]/g, "$&$&") : `{${values.indexOf(part)}}`,
  );
  const args = [literalSource(holes.join("")), ...values.map((value) => source(value, resolve, 0))];
  return `format(${args.join(", ")})`;
}

function source(node: ExpressionNode, resolve: Resolve, outer: number): string {
  switch (node.kind) {
    case "literal":
      return literalSource(node.value);
    case "context":
      return propertyPath(node.path);
    case "call":
      return `${node.name}(${node.args.map((arg) => source(arg, resolve, 0)).join(", ")})`;
    case "status":
      return `${node.name}()`;
    case "not":
      return outer > unary ? `(!${source(node.operand, resolve, unary)})` : `!${source(node.operand, resolve, unary)}`;
    case "operator":
      return operatorSource(node.operator, node.operands, resolve, outer);
    case "property":
      return propertySource(node, resolve);
    case "text":
      return formatCall(node.parts, resolve);
    case "step-output":
    case "step-status":
    case "job-output":
    case "job-result":
    case "matrix":
    case "input":
    case "event":
    case "call-secret":
      return resolve(node);
    default:
      return assertNever(node);
  }
}

/** The expression in GitHub's language, without the `${{ }}` around it. */
export function expressionSource(node: ExpressionNode, resolve: Resolve): string {
  return source(node, resolve, 0);
}

/** The expression as a value in the file. Text keeps its plain parts outside of `${{ }}`. */
export function templateSource(node: ExpressionNode, resolve: Resolve): string {
  if (node.kind !== "text") {
    return `\${{ ${expressionSource(node, resolve)} }}`;
  }
  return node.parts.map((part) => (typeof part === "string" ? part : templateSource(part, resolve))).join("");
}

function childrenOf(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.kind) {
    case "call":
      return node.args;
    case "property":
      return node.key ? [node.target, node.key] : [node.target];
    case "not":
      return [node.operand];
    case "operator":
      return node.operands;
    case "text":
      return node.parts.filter((part) => typeof part !== "string");
    default:
      return [];
  }
}

/** The node and everything in it, from left to right, each before what is in it. */
export function nodesOf(node: ExpressionNode): readonly ExpressionNode[] {
  const all: ExpressionNode[] = [];
  const visit = (each: ExpressionNode): void => {
    all.push(each);
    childrenOf(each).forEach(visit);
  };
  visit(node);
  return all;
}
