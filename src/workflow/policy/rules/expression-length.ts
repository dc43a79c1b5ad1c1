import { findExpressions } from "../find-expressions.ts";
import type { PolicyRule } from "../rule.ts";

/** Of the characters between `${{` and `}}`. @see https://github.com/actions/languageservices (expressions/src/errors.ts) */
const longest = 21_000;

/**
 * Where GitHub's expression engine stops, at the start of the run; such an expression was generated, mostly as a list
 * in `fromJSON`.
 */
export const expressionLength: PolicyRule = {
  id: "expression-length",
  severity: "error",
  appliesTo: "all",
  check: (view) =>
    findExpressions(view)
      .filter(({ source }) => source.length > longest)
      .map(({ path, source }) => ({
        path,
        message: `The expression has ${source.length} characters; GitHub reads at most ${longest}. Compute it in a step.`,
      })),
};
