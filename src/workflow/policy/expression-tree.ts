import { Lexer, Parser } from "@actions/expressions";
import {
  Binary,
  ContextAccess,
  type Expr,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Star,
  Unary,
} from "@actions/expressions/ast";

/** An expression of GitHub's, as rules look at it. Names are in lower case, since GitHub does not tell case apart. */
export type Tree =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  /** `github.event.issue.title`, and `github['event']` too; `*` for all items. */
  | { readonly kind: "context"; readonly path: readonly string[] }
  /** A property of what is computed, or one by a computed name. */
  | { readonly kind: "index"; readonly of: Tree; readonly index: Tree }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Tree[] }
  | { readonly kind: "not"; readonly operand: Tree }
  | { readonly kind: "compare"; readonly operator: string; readonly left: Tree; readonly right: Tree }
  | { readonly kind: "logical"; readonly operator: "&&" | "||"; readonly operands: readonly Tree[] };

const contexts = [
  "env",
  "github",
  "inputs",
  "job",
  "jobs",
  "matrix",
  "needs",
  "runner",
  "secrets",
  "steps",
  "strategy",
  "vars",
];
const statusFunctions = ["always", "cancelled", "failure", "success", "hashFiles"];
const functions = statusFunctions.map((name) => ({ name, minArgs: 0, maxArgs: 255 }));

function toLiteral({ literal }: Literal): Tree {
  const value: unknown = literal.primitive
    ? "value" in literal
      ? literal.value
      : null
    : String(literal.coerceString());
  return { kind: "literal", value: value as string | number | boolean | null };
}

function toIndex({ expr, index }: IndexAccess): Tree {
  const of = toTree(expr);
  const name = index instanceof Star ? "*" : index instanceof Literal ? index.literal.coerceString() : undefined;
  if (name !== undefined && of.kind === "context") {
    return { kind: "context", path: [...of.path, name.toLowerCase()] };
  }
  return { kind: "index", of, index: name === undefined ? toTree(index) : { kind: "literal", value: name } };
}

function toTree(expr: Expr): Tree {
  if (expr instanceof Grouping) return toTree(expr.group);
  if (expr instanceof Literal) return toLiteral(expr);
  if (expr instanceof ContextAccess) return { kind: "context", path: [expr.name.lexeme.toLowerCase()] };
  if (expr instanceof IndexAccess) return toIndex(expr);
  if (expr instanceof FunctionCall) {
    return { kind: "call", name: expr.functionName.lexeme.toLowerCase(), args: expr.args.map(toTree) };
  }
  if (expr instanceof Unary) return { kind: "not", operand: toTree(expr.expr) };
  if (expr instanceof Binary) {
    return { kind: "compare", operator: expr.operator.lexeme, left: toTree(expr.left), right: toTree(expr.right) };
  }
  if (expr instanceof Logical) {
    const operator = expr.operator.lexeme === "&&" ? "&&" : "||";
    return { kind: "logical", operator, operands: expr.args.map(toTree) };
  }
  return { kind: "literal", value: null };
}

/** The same expressions are in many files; a fleet has thousands of each. */
const known = new Map<string, Tree | undefined>();
const mostKnown = 10_000;

function parse(source: string): Tree | undefined {
  try {
    return toTree(new Parser(new Lexer(source).lex().tokens, contexts, functions).parse());
  } catch {
    return undefined;
  }
}

/** The expression, or `undefined` when it is none: GitHub's parser has said so then, with the place. */
export function parseExpression(source: string): Tree | undefined {
  if (known.has(source)) {
    return known.get(source);
  }
  const tree = parse(source);
  if (known.size < mostKnown) known.set(source, tree);
  return tree;
}

function childrenOf(tree: Tree): readonly Tree[] {
  switch (tree.kind) {
    case "literal":
    case "context":
      return [];
    case "index":
      return [tree.of, tree.index];
    case "call":
      return tree.args;
    case "not":
      return [tree.operand];
    case "compare":
      return [tree.left, tree.right];
    case "logical":
      return tree.operands;
  }
}

/** The expression and all its parts. */
export function partsOf(tree: Tree): readonly Tree[] {
  return [tree, ...childrenOf(tree).flatMap(partsOf)];
}

/** The paths of all contexts it reads. */
export function contextsOf(tree: Tree): readonly (readonly string[])[] {
  return partsOf(tree).flatMap((part) => (part.kind === "context" ? [part.path] : []));
}
