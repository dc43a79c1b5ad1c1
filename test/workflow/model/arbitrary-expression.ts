import fc from "fast-check";
import {
  and,
  choose,
  containsText,
  type Expression,
  endsWith,
  eq,
  format,
  fromJson,
  greaterOrEqual,
  join,
  lessThan,
  ne,
  not,
  oneOf,
  or,
  type Scope,
  type StepScope,
  startsWith,
  text,
  toJson,
} from "../../../src/workflow/index.ts";

/** What an expression is to become, as plain data, so that a counterexample can be read. */
export type TextSpec =
  | { readonly kind: "leaf"; readonly pick: number }
  | { readonly kind: "text"; readonly before: string; readonly inner: TextSpec; readonly after: string }
  | { readonly kind: "format"; readonly words: string; readonly inner: TextSpec }
  | { readonly kind: "json"; readonly inner: TextSpec }
  | { readonly kind: "join"; readonly inner: TextSpec; readonly separator: string }
  | { readonly kind: "choose"; readonly condition: BooleanSpec; readonly inner: TextSpec; readonly otherwise: string };

export type BooleanSpec =
  | {
      readonly kind: "compare";
      readonly operator: "eq" | "ne" | "starts" | "ends" | "contains";
      readonly left: TextSpec;
      readonly right: string;
    }
  | { readonly kind: "one-of"; readonly left: TextSpec; readonly candidates: readonly string[] }
  | { readonly kind: "number"; readonly left: TextSpec; readonly right: number; readonly isLess: boolean }
  | { readonly kind: "not"; readonly inner: BooleanSpec }
  | { readonly kind: "both" | "either"; readonly first: BooleanSpec; readonly second: BooleanSpec };

/** Text that is hard on YAML and on expressions; without what our own layer refuses. */
export const words = fc
  .oneof(
    fc.string({ unit: "grapheme", maxLength: 12 }),
    fc.constantFrom(
      "yes",
      "null",
      "~",
      "1e3",
      "0x1f",
      "true",
      "# x",
      ": x",
      "- x",
      "!x",
      "&a",
      "*a",
      "'",
      '"',
      "a'b",
      "{0}",
      "}}",
      "line\nline\n",
      " x ",
      "%",
      "@",
      "`",
      "|",
      ">-",
    ),
  )
  .filter((value) => !value.includes("${{"));

const { textSpec, booleanSpec } = fc.letrec<{ readonly textSpec: TextSpec; readonly booleanSpec: BooleanSpec }>(
  (tie) => ({
    textSpec: fc.oneof(
      { depthSize: "small" },
      fc.record({ kind: fc.constant("leaf"), pick: fc.nat(100) }),
      fc.record({ kind: fc.constant("text"), before: words, inner: tie("textSpec"), after: words }),
      fc.record({ kind: fc.constant("format"), words, inner: tie("textSpec") }),
      fc.record({ kind: fc.constant("json"), inner: tie("textSpec") }),
      fc.record({ kind: fc.constant("join"), inner: tie("textSpec"), separator: words }),
      fc.record({
        kind: fc.constant("choose"),
        condition: tie("booleanSpec"),
        inner: tie("textSpec"),
        otherwise: words,
      }),
    ),
    booleanSpec: fc.oneof(
      { depthSize: "small" },
      fc.record({
        kind: fc.constant("compare"),
        operator: fc.constantFrom("eq", "ne", "starts", "ends", "contains"),
        left: tie("textSpec"),
        right: words,
      }),
      fc.record({
        kind: fc.constant("one-of"),
        left: tie("textSpec"),
        candidates: fc.array(words, { minLength: 1, maxLength: 3 }),
      }),
      fc.record({
        kind: fc.constant("number"),
        left: tie("textSpec"),
        right: fc.double({ noNaN: true, noDefaultInfinity: true }),
        isLess: fc.boolean(),
      }),
      fc.record({ kind: fc.constant("not"), inner: tie("booleanSpec") }),
      fc.record({ kind: fc.constantFrom("both", "either"), first: tie("booleanSpec"), second: tie("booleanSpec") }),
    ),
  }),
);

export { booleanSpec, textSpec };

/** What can be read where the expression stands. */
export type Leaves<S extends Scope> = readonly [Expression<string, S>, ...Expression<string, S>[]];

/** The words as they stand in a template of `format`, whose braces are doubled. */
const escaped = (value: string) => value.replace(/[{}]/g, "$&$&");

export function toText<S extends StepScope>(spec: TextSpec, leaves: Leaves<S>): Expression<string, S | "value"> {
  switch (spec.kind) {
    case "leaf":
      return leaves[spec.pick % leaves.length] ?? leaves[0];
    case "text":
      return text`${spec.before}${toText(spec.inner, leaves)}${spec.after}`;
    case "format":
      return format(`${escaped(spec.words)}{0}`, toText(spec.inner, leaves));
    case "json":
      return toJson(toText(spec.inner, leaves));
    case "join":
      return join(fromJson<readonly string[], S | "value">(toText(spec.inner, leaves)), spec.separator);
    case "choose":
      // TypeScript does not see through the scopes of cases that are generic themselves.
      return choose([[toBoolean(spec.condition, leaves), toText(spec.inner, leaves)]], spec.otherwise) as Expression<
        string,
        S
      >;
  }
}

const comparisons = { starts: startsWith, ends: endsWith, contains: containsText } as const;

function compare<S extends StepScope>(
  { operator, left, right }: Extract<BooleanSpec, { kind: "compare" }>,
  leaves: Leaves<S>,
): Expression<boolean, S | "value"> {
  const value = toText(left, leaves);
  if (operator === "eq" || operator === "ne") {
    return operator === "eq" ? eq(value, right) : ne(value, right);
  }
  return comparisons[operator](value, right);
}

export function toBoolean<S extends StepScope>(spec: BooleanSpec, leaves: Leaves<S>): Expression<boolean, S | "value"> {
  switch (spec.kind) {
    case "compare":
      return compare(spec, leaves);
    case "one-of":
      return oneOf(toText(spec.left, leaves), spec.candidates);
    case "number": {
      const value = fromJson<number, S | "value">(toText(spec.left, leaves));
      return spec.isLess ? lessThan(value, spec.right) : greaterOrEqual(value, spec.right);
    }
    case "not":
      return not(toBoolean(spec.inner, leaves));
    case "both":
      return and(toBoolean(spec.first, leaves), toBoolean(spec.second, leaves));
    case "either":
      return or(toBoolean(spec.first, leaves), toBoolean(spec.second, leaves));
  }
}
