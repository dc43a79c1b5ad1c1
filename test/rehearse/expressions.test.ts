import { describe, expect, it } from "vitest";
import { TidegateError } from "../../src/errors/tidegate-error.ts";
import { evaluate, holds, interpolate, resolve } from "../../src/rehearse/expressions.ts";

const contexts = {
  github: { ref_name: "main", event: { inputs: { reason: "it's }} fine" } } },
  needs: { image: { result: "success", outputs: { digest: "sha256:1" } }, lint: { result: "skipped", outputs: {} } },
  inputs: { dry: false },
};
const status = (success: boolean, failure: boolean, cancelled: boolean) => ({ success, failure, cancelled });

describe("evaluate", () => {
  it.each([
    ["needs.image.outputs.digest", "sha256:1"],
    ["needs.*.result", ["success", "skipped"]],
    ["contains(needs.*.result, 'failure')", false],
    ["needs.missing.outputs.x", null],
    ["format('{0}-{1}', github.ref_name, 7)", "main-7"],
    ["fromJSON('[1,2]')[1]", 2],
    ["github.REF_NAME == 'MAIN'", true],
  ])("%s is %j", (expression, value) => {
    expect(evaluate(expression, contexts)).toEqual(value);
  });

  it("names the expression that cannot be evaluated", () => {
    expect(() => evaluate("needs.image.", contexts)).toThrowError(TidegateError);
    expect(() => evaluate("nobody.x", contexts)).toThrowError(/`nobody\.x`/);
  });
});

describe("holds", () => {
  it.each([
    ["success()", status(true, false, false), true],
    ["success()", status(false, true, false), false],
    ["always()", status(false, true, true), true],
    ["!cancelled() && needs.image.result == 'success'", status(false, true, false), true],
    ["!cancelled() && needs.image.result == 'success'", status(false, false, true), false],
    ["inputs.dry", status(true, false, false), false],
    ["'false'", status(true, false, false), true],
    ["''", status(true, false, false), false],
  ])("%s with %j is %s", (condition, given, expected) => {
    expect(holds(condition, contexts, given)).toBe(expected);
  });
});

describe("interpolate", () => {
  it("replaces each expression, and knows that }} may stand inside a text", () => {
    expect(interpolate("a ${{ github.ref_name }} b ${{ '}}' }}", contexts)).toBe("a main b }}");
  });

  it("does not evaluate a value again that looks like an expression", () => {
    const hostile = { inputs: { version: "${{ secrets.TOKEN }}" }, secrets: { TOKEN: "s3cret" } };
    expect(interpolate("${{ inputs.version }}", hostile)).toBe("${{ secrets.TOKEN }}");
  });
});

describe("resolve", () => {
  it("keeps the type of a value that is one expression, inside lists and mappings too", () => {
    expect(resolve({ a: ["${{ fromJSON('true') }}", "x-${{ 1 }}"] }, contexts)).toEqual({ a: [true, "x-1"] });
  });
});
