import { countedCharacters, longestExpression } from "../../expression/expression-limits.ts";
import { findExpressions } from "../find-expressions.ts";
import type { PolicyRule } from "../rule.ts";

/**
 * Where GitHub's expression engine stops, at the start of the run; such an expression was generated, mostly as a list
 * in `fromJSON`.
 */
export const expressionLength: PolicyRule = {
  id: "expression-length",
  severity: "error",
  appliesTo: "all",
  check: (view) =>
    [...new Map(findExpressions(view).map(({ path, text }) => [path, text]))]
      .map(([path, text]) => ({
        path,
        text,
        length: text.includes("${{") ? countedCharacters(text) : text.trim().length,
      }))
      // A script that is too long as it stands is told by run-length.
      .filter(
        ({ path, length, text }) =>
          length > longestExpression && !(path.at(-1) === "run" && text.length > longestExpression),
      )
      .map(({ path, length }) => ({
        path,
        message: `The expression has ${length} characters; GitHub reads at most ${longestExpression}. Compute it in a step.`,
      })),
};
