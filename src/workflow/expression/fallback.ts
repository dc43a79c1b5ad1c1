import { type Expression, expression, type Literal, type Scope, toNode } from "./expression.ts";

/**
 * `value || otherwise`: the value, unless it is empty, 0 or false. It replaces `inputs.version || github.ref_name`.
 * @example orElse(dispatch.inputs.version, github.refName)
 */
export function orElse<A, B, S extends Scope, R extends Scope = never>(
  value: Expression<A, S>,
  otherwise: (B & Literal) | Expression<B, R>,
): Expression<A | B, S | R> {
  return expression({ kind: "operator", operator: "||", operands: [value.node, toNode(otherwise)] });
}

/**
 * `condition && value`: the value when the condition holds, else what the condition is (false, or empty). For one of
 * two values write {@link choose}, which cannot fall through when the first is empty.
 */
export function andThen<A, B, S extends Scope, R extends Scope = never>(
  condition: Expression<A, S>,
  value: (B & Literal) | Expression<B, R>,
): Expression<A | B, S | R> {
  return expression({ kind: "operator", operator: "&&", operands: [condition.node, toNode(value)] });
}
