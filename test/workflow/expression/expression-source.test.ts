import { describe, expect, it } from "vitest";
import { expressionSource, templateSource } from "../../../src/workflow/expression/expression-source.ts";
import {
  always,
  and,
  choose,
  contains,
  type Expression,
  env,
  eq,
  failure,
  format,
  fromJson,
  github,
  greaterThan,
  hashFiles,
  ne,
  needs,
  not,
  oneOf,
  or,
  type Scope,
  secret,
  startsWith,
  text,
  toJson,
} from "../../../src/workflow/index.ts";

const noReferences = () => "unexpected";
const a = eq(github.ref, "a");
const b = eq(github.sha, "b");

describe("an expression is written in GitHub's language", () => {
  it.each<[string, Expression<unknown, Scope>]>([
    ["github.ref == 'a'", a],
    ["github.ref != 'it''s'", ne(github.ref, "it's")],
    ["github.ref == 'a' && github.sha == 'b'", and(a, b)],
    ["github.ref == 'a' && github.sha == 'b' && always()", and(and(a, b), always())],
    ["(github.ref == 'a' || github.sha == 'b') && failure()", and(or(a, b), failure())],
    ["github.ref == 'a' || github.sha == 'b' && failure()", or(a, and(b, failure()))],
    ["!(github.ref == 'a')", not(a)],
    ["!contains(github.event.labels.*.name, 'x')", not(contains(github.event<string[]>("labels", "*", "name"), "x"))],
    ["always()", and(always())],
    ["(github.ref == 'a') == true", eq(a, true)],
    ["github.event['a b'].c", github.event("a b", "c")],
    ['contains(fromJSON(\'["a","b"]\'), github.ref)', oneOf(github.ref, ["a", "b"])],
    ["startsWith(github.ref, 'refs/tags/')", startsWith(github.ref, "refs/tags/")],
    ["case(github.ref == 'a', 'x', 'y')", choose([[a, "x"]], "y")],
    ["format('{0}-{1}', github.ref, 7)", format("{0}-{1}", github.ref, 7)],
    ["fromJSON(env.N) > 3", greaterThan(fromJson<number, "env">(env("N")), 3)],
    ["toJSON(needs)", toJson(needs)],
    ["hashFiles('**/package-lock.json')", hashFiles("**/package-lock.json")],
    ["startsWith(format('{{{0}}}/', secrets.X), 'a')", startsWith(text`{${secret("X")}}/`, "a")],
  ])("%s", (written, expression) => {
    expect(expressionSource(expression.node, noReferences)).toBe(written);
  });

  it("keeps the plain parts of a text outside of the braces", () => {
    expect(templateSource(text`a-${github.ref}/${1}`.node, noReferences)).toBe("a-${{ github.ref }}/1");
  });

  it("refuses to become a part of a plain string", () => {
    expect(() => `${github.ref}`).toThrow(/sh`… \$\{value\}`/);
    expect(() => `ref: ${github.ref}`).toThrow(/expression-source\.test\.ts:\d+/);
  });
});
