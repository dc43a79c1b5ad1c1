import { describe, expect, it } from "vitest";
import { importWhole } from "./import-fixture.ts";
import { runPrinted } from "./run-printed.ts";

const workflow = (run: string, before = "") => `on: push
permissions: {}
jobs:
  one:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      ${before}
      - run: ${run}
`;

/** What the import says the module makes, and what it makes when it runs. */
async function bothOf(content: string) {
  const { yaml, typescript, findings } = await importWhole("x.yml", content);
  expect(findings.filter(({ kind }) => kind === "unexpressed")).toEqual([]);
  return { said: yaml, made: runPrinted(new Map([["x", typescript]])).x };
}

describe("a file that means harm", () => {
  it.each([
    ["a line separator", "\u2028"],
    ["a paragraph separator", "\u2029"],
    ["a carriage return", "\r"],
  ])("gets no code out of a comment with %s", async (_, end) => {
    const { said, made } = await bothOf(workflow("id", `# hi "${end}process.exit(42), //"`));
    expect(made).toBe(said);
  });
});
