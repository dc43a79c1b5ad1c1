import { type Expression, type ExpressionNode, isExpression, type Scope } from "../expression/expression.ts";
import {
  countedCharacters,
  deepestExpression,
  expressionDepth,
  longestExpression,
} from "../expression/expression-limits.ts";
import { expressionSource, nodesOf, templateSource } from "../expression/expression-source.ts";
import { inActions, type Slot } from "./availability.ts";
import { checkAvailability } from "./check-availability.ts";
import type { Place } from "./report.ts";
import { type ResolverContext, resolveReference } from "./resolver.ts";

/** What YAML holds. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain | undefined };

/** A remark beside a value of the file. */
export interface Remark {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

type Scalar = string | number | boolean;
type AnyExpression = Expression<unknown, Scope>;

/** Writes values at one place of a workflow: expressions resolved, what must not stand there reported. */
export interface Writer {
  readonly context: ResolverContext;
  readonly place: Place;
  /** @param slot where the value stands, hence what it may read */
  value<T extends Scalar>(value: T | AnyExpression, slot: Slot): T | string;
  condition(condition: AnyExpression, slot: Slot): string;
  record(values: Readonly<Record<string, Scalar | AnyExpression>>, slot: Slot): Readonly<Record<string, Plain>>;
  /** Equal text for equal expressions. */
  identify(node: ExpressionNode): string;
}

/** What a written-out expression begins with. */
const opening = "$" + "{{";

/** What GitHub puts around a condition without a status function: `success() && (…)`. */
const around = { characters: "success() && ()".length, depth: 2 };

interface Written {
  readonly node: ExpressionNode;
  /** As it stands in the file. */
  readonly template: string;
  readonly isCondition: boolean;
}

function checkLimits({ report }: ResolverContext, { node, template, isCondition }: Written, place: Place): void {
  const isWrapped = isCondition && !nodesOf(node).some(({ kind }) => kind === "status");
  const length = countedCharacters(template) + (isWrapped ? around.characters : 0);
  if (length > longestExpression) {
    const told = `An expression has ${length} characters; GitHub takes ${longestExpression}. Compute a part of it in a step.`;
    report.error("expression-length", told, place);
  }
  const depth = expressionDepth(node) + (isWrapped ? around.depth : 0);
  if (depth > deepestExpression) {
    const told = `An expression is nested ${depth} deep; GitHub reads ${deepestExpression}. Compute a part of it in a step.`;
    report.error("expression-depth", told, place);
  }
}

/** @param stepIndex see {@link resolveReference} */
export function writer(context: ResolverContext, place: Place, stepIndex: number): Writer {
  const resolve = (node: Parameters<typeof resolveReference>[1]) => resolveReference(context, node, place, stepIndex);
  const identify = (node: ExpressionNode) => expressionSource(node, resolve);
  const plain = <T extends Scalar>(value: T): T => {
    if (typeof value === "string" && value.includes(opening)) {
      const told = `${JSON.stringify(value.slice(0, 80))} holds a written-out expression, whose references cannot be checked. Write text\`… \${value}\`.`;
      context.report.error("raw-expression", told, place);
    }
    if (typeof value === "number" && !Number.isFinite(value)) {
      context.report.error("number", `${value} cannot be written in a workflow. Give a finite number.`, place);
    }
    return value;
  };
  const written = ({ node }: AnyExpression, slot: Slot, isCondition = false): string => {
    for (const inner of nodesOf(node)) {
      if (inner.kind === "text") {
        inner.parts.filter((part) => typeof part === "string").forEach(plain);
      }
    }
    const template = isCondition ? `\${{ ${identify(node)} }}` : templateSource(node, resolve);
    checkLimits(context, { node, template, isCondition }, place);
    checkAvailability(context, { node, slot: context.inAction ? inActions(slot) : slot, place, resolve });
    return template;
  };
  const value: Writer["value"] = (given, slot) =>
    isExpression(given) ? written(given, slot) : plain(given as Exclude<typeof given, AnyExpression>);
  return {
    context,
    place,
    value,
    condition: (condition, slot) => written(condition, slot, true),
    record: (values, slot) =>
      Object.fromEntries(Object.entries(values).map(([key, given]) => [key, value(given, slot)])),
    identify,
  };
}

/** The record without what is undefined. */
export function defined(values: Readonly<Record<string, Plain | undefined>>): Readonly<Record<string, Plain>> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, Plain] => entry[1] !== undefined));
}

/** What `lower` makes of the value; nothing of nothing. */
export function optional<T>(value: T | undefined, lower: (value: T) => Plain): Plain | undefined {
  return value === undefined ? undefined : lower(value);
}
