import { Lexer, Parser } from "@actions/expressions";
import {
  Binary,
  ContextAccess,
  type Expr,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Star,
  Unary,
} from "@actions/expressions/ast";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { expressionSource, nodesOf } from "../../../src/workflow/expression/expression-source.ts";
import { parseExpression } from "../../../src/workflow/expression/parse-expression.ts";
import { canonicalCondition, canonicalExpression } from "../../../src/workflow/import/canonical-expression.ts";
import { expressionsIn } from "../../../src/workflow/import/template-text.ts";
import { fixtures } from "./import-fixture.ts";

const contexts = [
  "github",
  "inputs",
  "vars",
  "needs",
  "steps",
  "matrix",
  "strategy",
  "secrets",
  "env",
  "job",
  "jobs",
  "runner",
];
const functions = ["always", "success", "failure", "cancelled", "hashFiles"].map((name) => ({
  name,
  minArgs: 0,
  maxArgs: 255,
}));

/** An expression fully in parentheses, as GitHub's own parser groups it. */
function asGitHubReadsIt(source: string): string {
  return write(new Parser(new Lexer(source).lex().tokens, contexts, functions).parse());
}

function write(node: Expr): string {
  if (node instanceof Grouping) return write(node.group);
  if (node instanceof Literal)
    return JSON.stringify(node.literal.kind === 0 ? node.literal.coerceString() : `#${node.literal.coerceString()}`);
  if (node instanceof ContextAccess) return node.name.lexeme;
  if (node instanceof Star) return "*";
  if (node instanceof IndexAccess) return `${write(node.expr)}[${write(node.index)}]`;
  if (node instanceof FunctionCall) return `${node.functionName.lexeme}(${node.args.map(write).join()})`;
  if (node instanceof Unary) return `(!${write(node.expr)})`;
  if (node instanceof Binary) return `(${write(node.left)}${node.operator.lexeme}${write(node.right)})`;
  if (node instanceof Logical) return `(${node.args.map(write).join(node.operator.lexeme)})`;
  throw new TypeError("An unknown kind of expression.");
}

const expressions = [
  "github.ref",
  "github.ref == 'refs/heads/main' && !cancelled() || failure()",
  "a && b || c && d".replace(/[abcd]/g, (name) => `env.${name}`),
  "!(env.a || env.b) && !env.c",
  "env.a == env.b != env.c",
  "env.a < 1 == true",
  "1.5 > -2 && 0x1F == 31 && 1e3 >= .5",
  "'it''s' != ''",
  "github['event']['head_commit'].message",
  "github.event.issue.labels.*.name",
  "fromJSON(vars.X)[inputs.key].a[0]",
  "contains(needs.*.result, 'failure')",
  "format('{0}}}', github.sha)",
  "matrix[format('{0}', inputs.a)]",
  "case(inputs.a, 1, inputs.b == null, 2, 3)",
  "github.event_name=='push'&&github.ref!='x'",
  "true || false || null == env.a",
  ...[...fixtures.values()].flatMap((content) =>
    expressionsIn(parse(content)).map((node) => expressionSource(node, () => "unresolved")),
  ),
];

describe("expressions", () => {
  it("are tried in their hundreds", () => {
    expect(expressions.length).toBeGreaterThan(150);
  });

  it.each([...new Set(expressions)])("are grouped as GitHub's parser groups them: %s", (source) => {
    const printed = expressionSource(parseExpression(source), () => "unresolved");
    const plain = (text: string) => asGitHubReadsIt(text).toLowerCase();
    expect(plain(printed)).toBe(plain(source));
  });

  it.each(["", "github.", "github.ref ==", "(github.ref", "'open", "a b", "github.ref)", "f(,)", "a ? b : c", "§"])(
    "that are none are refused: %s",
    (source) => {
      expect(() => parseExpression(source)).toThrow(/is not an expression/);
    },
  );

  it("are one node for a chain, so that printing adds no parentheses", () => {
    const node = parseExpression("env.a && env.b && env.c");
    expect(nodesOf(node)).toHaveLength(4);
  });
});

describe("the canonical form", () => {
  const canonical = (source: string) => canonicalExpression(parseExpression(source));
  const condition = (source: string) => canonicalCondition(parseExpression(source));

  it.each([
    ["github.ref == 'a'", "'a' == github.REF"],
    ["fromJson('[\"a\", 1]')", "fromJSON('[\"a\",1]')"],
    ["(env.a && env.b) && env.c", "env.a && env.b && env.c"],
    ["github['ref']", "github.ref"],
    ["env.a == 'b' && 'x' || 'y'", "case(env.a == 'b', 'x', 'y')"],
  ])("is one for %s and %s", (left, right) => {
    expect(canonical(left)).toBe(canonical(right));
  });

  it.each([
    ["github.ref == 'a'", "github.ref == 'b'"],
    ["env.a || env.b", "env.b || env.a"],
    ["env.a && env.b || env.c", "env.a && (env.b || env.c)"],
    ["env.a && '' || 'y'", "case(env.a, '', 'y')"],
    ["env.a && env.b || 'y'", "case(env.a, env.b, 'y')"],
    ["'1'", "1".padStart(1)],
    ["env.a < env.b", "env.b < env.a"],
    ["env.a != ''", "env.a"],
  ])("tells %s from %s", (left, right) => {
    expect(canonical(left)).not.toBe(canonical(right));
  });

  it("of a condition knows that text holds unless it is empty", () => {
    expect(condition("env.a != '' && !env.b")).toBe(condition("env.a && env.b == ''"));
    expect(condition("env.a != 'x'")).not.toBe(condition("env.a"));
  });
});
