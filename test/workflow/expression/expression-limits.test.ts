import { Lexer } from "@actions/expressions";
import { NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
import { TemplateToken } from "@actions/workflow-parser/templates/tokens/template-token";
import { isBasicExpression } from "@actions/workflow-parser/templates/tokens/type-guards";
import { describe, expect, it } from "vitest";
import { countedCharacters, longestExpression } from "../../../src/workflow/expression/expression-limits.ts";

/** The expression that GitHub's parser makes of a value of `env`; `undefined` where it reads none. */
function asGitHubReads(value: string): string | undefined {
  const content = JSON.stringify({
    on: "push",
    jobs: { a: { "runs-on": "ubuntu-24.04", env: { A: value }, steps: [{ run: "true" }] } },
  });
  const { value: root } = parseWorkflow({ name: "a.yml", content }, new NoOperationTraceWriter());
  const found = root === undefined ? [] : [...TemplateToken.traverse(root)].flatMap(([, token]) => token);
  return found.filter(isBasicExpression).map(({ expression }) => expression)[0];
}

function isReadByGitHub(expression: string): boolean {
  try {
    new Lexer(expression).lex();
    return true;
  } catch {
    return false;
  }
}

const github = "$" + "{{ github.ref }}";

describe("the characters of an expression", () => {
  it.each([
    github,
    "$" + "{{   github.ref\n }}",
    `refs: ${github}`,
    `${github}${github}`,
    `it's {0} ${github} }} {{ ''`,
    `a\nb ${github} c ${"$" + "{{ format('{0}', github.sha) }}"}`,
  ])("are counted as GitHub's parser counts them: %s", (value) => {
    expect(countedCharacters(value)).toBe(asGitHubReads(value)?.length);
  });

  it.each([longestExpression, longestExpression + 1])("are limited where GitHub's lexer stops: %i", (length) => {
    const text = (fill: string) => `${fill}${github}`;
    const fill = "x".repeat(length - countedCharacters(text("")) - "format('{0}', )".length);
    const value = text(fill);
    expect(countedCharacters(value)).toBe(length);
    expect(isReadByGitHub(asGitHubReads(value) ?? "")).toBe(length <= longestExpression);
    expect(isReadByGitHub(`'${"x".repeat(length - 2)}'`)).toBe(length <= longestExpression);
  });

  it("are none in text without an expression", () => {
    expect(countedCharacters("x".repeat(30_000))).toBe(0);
  });
});
