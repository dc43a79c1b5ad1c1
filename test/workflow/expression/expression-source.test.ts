import { describe, expect, it } from "vitest";
import { expressionSource, templateSource } from "../../../src/workflow/expression/expression-source.ts";
import {
  always,
  and,
  andThen,
  choose,
  contains,
  containsText,
  currentJob,
  type Expression,
  each,
  endsWith,
  env,
  eq,
  failure,
  format,
  fromJson,
  github,
  greaterOrEqual,
  greaterThan,
  hashFiles,
  lessOrEqual,
  lookUp,
  ne,
  needs,
  not,
  oneOf,
  or,
  orElse,
  property,
  type Scope,
  secret,
  startsWith,
  strategy,
  text,
  toJson,
  variable,
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
    ["fromJSON(env.N) <= 3", lessOrEqual(fromJson<number, "env">(env("N")), 3)],
    ["contains(github.ref, 'release/')", containsText(github.ref, "release/")],
    ["endsWith(github.ref, github.sha)", endsWith(github.ref, github.sha)],
    ["fromJSON(vars.X).os", property(fromJson<{ os: string }>(variable("X")), "os")],
    ["fromJSON(vars.X)['a b']", property(fromJson<{ "a b": string }>(variable("X")), "a b")],
    ["fromJSON(vars.X)[0]", property(fromJson<readonly string[]>(variable("X")), 0)],
    ["fromJSON(vars.X)[github.ref]", lookUp(fromJson<Readonly<Record<string, string>>>(variable("X")), github.ref)],
    ["contains(needs.*.result, 'failure')", contains(each(needs, "result"), "failure")],
    ["(vars.A || vars.B).c", property(orElse(variable("A"), variable("B")) as unknown as Expression<{ c: 1 }>, "c")],
    ["vars.A || 'main'", orElse(variable("A"), "main")],
    ["github.ref == 'a' && 'x'", andThen(a, "x")],
    ["strategy.job-index >= 2", greaterOrEqual(strategy.jobIndex, 2)],
    ["job.services.db.ports['5432']", currentJob.servicePort("db", 5432)],
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
