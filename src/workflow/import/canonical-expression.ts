import type { ExpressionNode } from "../expression/expression.ts";

/** Two expressions are the same to GitHub when these are equal texts. */
export function canonicalExpression(node: ExpressionNode): string {
  return JSON.stringify(canonical(node));
}

/** The same where only matters whether it holds: an `if`, or before `&&`. */
export function canonicalCondition(node: ExpressionNode): string {
  return JSON.stringify(canonicalTruth(node));
}

type Canonical = string | number | boolean | null | readonly Canonical[];

const functionNames: ReadonlyMap<string, string> = new Map([["fromjson", "fromJSON"]]);

function canonicalName(name: string): string {
  return functionNames.get(name.toLowerCase()) ?? name.toLowerCase();
}

function isEmptyText(node: ExpressionNode | undefined): boolean {
  return node?.kind === "literal" && node.value === "";
}

function isTruthyLiteral(node: ExpressionNode | undefined): boolean {
  return node?.kind === "literal" && Boolean(node.value);
}

type OperatorNode = Extract<ExpressionNode, { kind: "operator" }>;

/** `x != ''` holds exactly when `x` does: GitHub takes null, false and 0 for equal to ''. */
function canonicalTruth(node: ExpressionNode): Canonical {
  if (node.kind === "not") {
    return ["!", canonicalTruth(node.operand)];
  }
  if (node.kind !== "operator") {
    return canonical(node);
  }
  if (node.operator === "&&" || node.operator === "||") {
    return flat(node, canonicalTruth);
  }
  const [left, right] = node.operands;
  const compared = isEmptyText(right) ? left : isEmptyText(left) ? right : undefined;
  if (compared === undefined || (node.operator !== "==" && node.operator !== "!=")) {
    return canonical(node);
  }
  return node.operator === "!=" ? canonicalTruth(compared) : ["!", canonicalTruth(compared)];
}

function flat({ operator, operands }: OperatorNode, read: (node: ExpressionNode) => Canonical): Canonical {
  const inner = operands.flatMap((operand) =>
    operand.kind === "operator" && operand.operator === operator ? operand.operands : [operand],
  );
  return inner.length === operands.length
    ? [operator, ...operands.map(read)]
    : flat({ kind: "operator", operator, operands: inner }, read);
}

/** `c && 'x' || y` is `case(c, 'x', y)` when 'x' itself holds. */
function asCase(node: OperatorNode): Canonical | undefined {
  const [first, otherwise] = node.operands;
  const isTernary = node.operator === "||" && node.operands.length === 2 && first?.kind === "operator";
  if (!isTernary || first.operator !== "&&" || otherwise === undefined) {
    return undefined;
  }
  const value = first.operands.at(-1);
  const conditions = first.operands.slice(0, -1);
  const [only] = conditions;
  if (value === undefined || only === undefined || !isTruthyLiteral(value)) {
    return undefined;
  }
  const condition = conditions.length === 1 ? only : ({ ...first, operands: conditions } as const);
  return ["case", canonicalTruth(condition), canonical(value), canonical(otherwise)];
}

function canonicalOperator(node: OperatorNode): Canonical {
  if (node.operands.length === 1 && node.operands[0]) {
    return canonical(node.operands[0]);
  }
  if (node.operator === "&&" || node.operator === "||") {
    return asCase(node) ?? flat(node, canonical);
  }
  const operands = node.operands.map(canonical);
  const isSymmetric = node.operator === "==" || node.operator === "!=";
  return [
    node.operator,
    ...(isSymmetric ? operands.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : operands),
  ];
}

function canonicalJson(text: string): Canonical {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

function canonicalCall(name: string, args: readonly ExpressionNode[]): Canonical {
  const known = canonicalName(name);
  const [first] = args;
  if (known === "fromJSON" && first?.kind === "literal" && typeof first.value === "string") {
    return [known, canonicalJson(first.value)];
  }
  if (known === "case") {
    const conditions = args.map((arg, index) =>
      index % 2 === 0 && index < args.length - 1 ? canonicalTruth(arg) : canonical(arg),
    );
    return [known, ...conditions];
  }
  return [known, ...args.map(canonical)];
}

function canonical(node: ExpressionNode): Canonical {
  switch (node.kind) {
    case "literal":
      return typeof node.value === "string" ? `'${node.value}'` : String(node.value);
    case "context":
      return [".", ...node.path.map((part) => part.toLowerCase())];
    case "status":
      return [node.name];
    case "call":
      return canonicalCall(node.name, node.args);
    case "not":
      return ["!", canonicalTruth(node.operand)];
    case "property":
      return ["[]", canonical(node.target), node.key === undefined ? "*" : canonicalKey(node.key)];
    case "operator":
      return canonicalOperator(node);
    case "text":
      return ["text", ...node.parts.map((part) => (typeof part === "string" ? part : canonical(part)))];
    default:
      return [node.kind];
  }
}

function canonicalKey(key: ExpressionNode): Canonical {
  return key.kind === "literal" && typeof key.value === "string" ? `'${key.value.toLowerCase()}'` : canonical(key);
}
