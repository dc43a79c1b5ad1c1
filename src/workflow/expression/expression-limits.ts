import type { ExpressionNode, Operator } from "./expression.ts";
import { splitText } from "./split-text.ts";

/** GitHub refuses longer expressions. @see https://github.com/actions/languageservices/blob/main/expressions/src/errors.ts */
export const longestExpression = 21_000;
/** GitHub refuses expressions nested deeper. */
export const deepestExpression = 50;

/**
 * The characters that GitHub counts in a value: of an expression what stands within `${{ }}`, of text with expressions
 * in it the call `format('…{0}…', …)` that it makes of the whole; 0 where there is no expression.
 * @param value as it stands in the file
 */
export function countedCharacters(value: string): number {
  const parts = splitText(value);
  const sources = parts.flatMap((part) => (part.kind === "expression" ? [part.source] : []));
  const [only] = sources;
  if (only === undefined || parts.length === 1) {
    return only?.length ?? 0;
  }
  let index = 0;
  const holes = parts.map((part) => (part.kind === "text" ? part.text.replace(/['{}]/g, "$&$&") : `{${index++}}`));
  return ["format('", ...holes, "'", ...sources.map((source) => `, ${source}`), ")"].join("").length;
}

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
