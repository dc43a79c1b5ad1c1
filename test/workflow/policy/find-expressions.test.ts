import { describe, expect, it } from "vitest";
import { sourcesIn } from "../../../src/workflow/policy/find-expressions.ts";

describe("the expressions of a text", () => {
  it.each<[what: string, text: string, sources: readonly string[]]>([
    ["none", "echo $HOME", []],
    ["one", "a ${{ github.ref }} b", ["github.ref"]],
    ["two", "${{ a }}${{ b }}", ["a", "b"]],
    ["}} in a string", "${{ '}}' }}", ["'}}'"]],
    ["a quote in a string", "${{ 'it''s }}' }}", ["'it''s }}'"]],
    ["an empty string", "${{ '' }}", ["''"]],
    ["one that does not end", "${{ github.ref", []],
    ["a string that does not end", "${{ 'a }}", []],
  ])("are found: %s", (_, text, sources) => {
    expect(sourcesIn(text)).toEqual(sources);
  });

  // Tried in each way to divide the quotes, this takes five seconds, and one string more takes ten.
  it("are found in time that does not double with each string", () => {
    expect(sourcesIn(`\${{ ${"'a'".repeat(27)}`)).toEqual([]);
  }, 1_000);
});
