import { isText, requireGiven } from "../model/given.ts";
import { WorkflowDefinitionError } from "../model/workflow-definition-error.ts";
import { type Expression, expression, type Scope } from "./expression.ts";
import { parseExpression } from "./parse-expression.ts";

/**
 * An expression in GitHub's own words, for what the typed functions cannot say. What it refers to is not followed: a
 * job that it reads must stand in `needs`. GitHub's parser checks it with the rest of the file.
 * @param why it has to be; for the reader of the source
 * @example rawExpression<string>("matrix.version || github.sha", "falls back to the commit")
 * @throws WorkflowDefinitionError when the text is not an expression, or there is no reason
 */
export function rawExpression<T = never, S extends Scope = "value">(source: string, why: string): Expression<T, S> {
  requireGiven(isText(source), "The source of rawExpression(…)", source, "an expression as text");
  if (!isText(why)) {
    throw new WorkflowDefinitionError(`The raw expression ${JSON.stringify(source)} needs a reason.`);
  }
  return expression<T, S>(parseExpression(source));
}
