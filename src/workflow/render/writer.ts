import {
  type Condition,
  type Expression,
  type ExpressionNode,
  isExpression,
  type Scope,
} from "../expression/expression.ts";
import { expressionSource, nodesOf, templateSource } from "../expression/expression-source.ts";
import type { Place } from "./report.ts";
import { type ResolverContext, resolveReference } from "./resolver.ts";

/** What YAML holds. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain | undefined };

/** A remark beside a value of the file. */
export interface Remark {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** Writes values at one place of a workflow: expressions resolved, what must not stand there reported. */
export interface Writer {
  readonly context: ResolverContext;
  readonly place: Place;
  value<T extends string | number | boolean>(value: T | Expression<unknown, Scope>): T | string;
  condition(condition: Condition): string;
  record(
    values: Readonly<Record<string, string | number | boolean | Expression<unknown>>>,
  ): Readonly<Record<string, Plain>>;
  /** Equal text for equal expressions. */
  identify(node: ExpressionNode): string;
}

function refuseStatus(context: ResolverContext, node: ExpressionNode, place: Place): void {
  const status = nodesOf(node).find((inner) => inner.kind === "status");
  if (status) {
    context.report.error(
      "status-function",
      `${status.name}() means something only in an \`if\`. Compare a result instead.`,
      place,
    );
  }
}

/** @param stepIndex see {@link resolveReference} */
export function writer(context: ResolverContext, place: Place, stepIndex: number): Writer {
  const resolve = (node: Parameters<typeof resolveReference>[1]) => resolveReference(context, node, place, stepIndex);
  const identify = (node: ExpressionNode) => expressionSource(node, resolve);
  const plain = <T extends string | number | boolean>(value: T): T => {
    if (typeof value === "string" && value.includes("${{")) {
      const told = `${JSON.stringify(value)} holds a written-out expression, whose references cannot be checked. Write text\`… \${value}\`.`;
      context.report.error("raw-expression", told, place);
    }
    return value;
  };
  const value: Writer["value"] = (given) => {
    if (!isExpression(given)) {
      return plain(given as Exclude<typeof given, Expression<unknown, Scope>>);
    }
    refuseStatus(context, given.node, place);
    for (const node of nodesOf(given.node)) {
      if (node.kind === "text") {
        node.parts.filter((part) => typeof part === "string").forEach(plain);
      }
    }
    return templateSource(given.node, resolve);
  };
  return {
    context,
    place,
    value,
    condition: ({ node }) => `\${{ ${identify(node)} }}`,
    record: (values) => Object.fromEntries(Object.entries(values).map(([key, given]) => [key, value(given)])),
    identify,
  };
}

/** The record without what is undefined. */
export function defined(values: Readonly<Record<string, Plain | undefined>>): Readonly<Record<string, Plain>> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, Plain] => entry[1] !== undefined));
}
