import {
  type Expression,
  expression,
  nodeOf,
  type Operand,
  type Scope,
  type ScopeOf,
  toNode,
  type ValueOf,
} from "./expression.ts";

/**
 * `value || otherwise`: the value, unless it is empty, 0 or false. It replaces `inputs.version || github.ref_name`.
 * @example orElse(dispatch.inputs.version, github.refName)
 */
export function orElse<A, S extends Scope, const R extends Operand>(
  value: Expression<A, S>,
  otherwise: R,
): Expression<A | ValueOf<R>, S | ScopeOf<R>> {
  return expression({ kind: "operator", operator: "||", operands: [nodeOf(value, "orElse"), toNode(otherwise)] });
}

/**
 * `condition && value`: the value when the condition holds, else what the condition is (false, or empty). For one of
 * two values write {@link choose}, which cannot fall through when the first is empty.
 */
export function andThen<A, S extends Scope, const R extends Operand>(
  condition: Expression<A, S>,
  value: R,
): Expression<A | ValueOf<R>, S | ScopeOf<R>> {
  return expression({ kind: "operator", operator: "&&", operands: [nodeOf(condition, "andThen"), toNode(value)] });
}
