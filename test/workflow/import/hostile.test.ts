import { describe, expect, it } from "vitest";
import { parse } from "yaml";
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

describe("a file with what JavaScript treats apart", () => {
  it.each([
    ["a carriage return", '"echo a\\rb"'],
    ["Windows line ends", '"echo a\\r\\necho b"'],
    ["a carriage return before an expression", '"echo a\\r${{ github.sha }}"'],
    ["a backslash before a carriage return", '"echo a\\\\\\rb"'],
    ["line separators", '"echo a\\u2028b\\u2029c"'],
  ])("keeps every character of a script with %s", async (_, script) => {
    const content = workflow(script);
    const { said, made } = await bothOf(content);
    expect(made).toBe(said);
    const asked = parse(content).jobs.one.steps[0].run.replace("${{ github.sha }}", '"$RUN_SHA"');
    expect(parse(made ?? "").jobs.one.steps[0].run.trimEnd()).toBe(asked);
  });

  it("knows a key of a matrix under a name that every object has, and only where it is one", async () => {
    const { typescript } = await importWhole(
      "x.yml",
      `on: push
permissions: {}
jobs:
  one:
    runs-on: ubuntu-24.04
    strategy: { matrix: { os: [a], include: [{ os: a, constructor: x }], of: [{ a: 1 }] } }
    steps: [{ run: "echo \${{ matrix.constructor }} \${{ matrix.of.valueOf }}" }]
`,
    );
    expect(typescript).toContain(".values.constructor");
    expect(typescript).toContain('"matrix.of.valueOf"');
    expect(typescript).not.toContain("property(");
  });

  it("keeps a carriage return in text around an expression", async () => {
    const { said, made } = await bothOf(workflow('id\n        env: { A: "a\\r\\n${{ github.sha }}" }'));
    expect(made).toBe(said);
    expect(parse(made ?? "").jobs.one.steps[0].env.A).toBe("a\r\n${{ github.sha }}");
  });

  it.each([
    ["a step", "id\n        env: { __proto__: x, A: b }"],
    ["a step, alone", "id\n        env: { __proto__: x }"],
  ])("keeps a variable called __proto__ of %s", async (_, run) => {
    const { said, made } = await bothOf(workflow(run));
    expect(made).toBe(said);
    expect(made).toMatch(/__proto__"?: x$/m);
  });
});
