import type { ExpressionNode, Operator } from "./expression.ts";

/** GitHub refuses longer expressions. @see https://github.com/actions/languageservices/blob/main/expressions/src/errors.ts */
export const longestExpression = 21_000;
/** GitHub refuses expressions nested deeper. */
export const deepestExpression = 50;

const isLogical = (operator: Operator) => operator === "&&" || operator === "||";

function deepest(nodes: readonly ExpressionNode[]): number {
  return nodes.reduce((most, node) => Math.max(most, depthBelow(node)), 0);
}

/** How much deeper than the expression around it a node brings the parser; at least what GitHub's counts. */
function depthBelow(node: ExpressionNode): number {
  switch (node.kind) {
    case "literal":
    case "status":
      return 0;
    case "context":
      return node.path.length - 1;
    // Behind github.event.
    case "event":
      return node.path.length + 1;
    case "call":
      return 1 + deepest(node.args);
    case "text":
      return 1 + deepest(node.parts.filter((part) => typeof part !== "string"));
    case "not":
      return 1 + depthBelow(node.operand);
    // One for the parentheses it may need; comparisons themselves cost nothing.
    case "operator":
      return (isLogical(node.operator) ? 2 : 1) + deepest(node.operands);
    case "property":
      return 1 + deepest(node.key ? [node.target, node.key] : [node.target]);
    // The longest: needs.job.outputs.name.
    default:
      return 3;
  }
}

/** How deep GitHub's parser goes to read the expression; never less than it does. */
export function expressionDepth(node: ExpressionNode): number {
  return 1 + depthBelow(node);
}
