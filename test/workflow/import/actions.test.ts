import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { compareActions, importAction } from "../../../src/workflow/import/import-action.ts";
import * as library from "../../../src/workflow/index.ts";
import { typeCheck } from "../../docs/type-check.ts";

const folder = join(import.meta.dirname, "__fixtures__/actions");
const files = [".github/actions/setup/action.yml", ".github/actions/release/action.yaml"];
const read = (path: string) => readFileSync(join(folder, path.replace(".github/actions/", "")), "utf8");

function imported(path: string, content = read(path)) {
  const result = importAction({ path, content, library });
  if (result.kind === "refused") throw new TypeError(JSON.stringify(result.findings));
  return result;
}

describe("importing a composite action", () => {
  it.each(files)("expresses all of %s", (path) => {
    expect(imported(path).findings.filter(({ kind }) => kind === "unexpressed")).toEqual([]);
  });

  it("writes TypeScript that compiles", () => {
    const modules = files.map((path) => {
      const code = imported(path).typescript;
      return { code, snippet: { document: path, line: 1, language: "ts", code, remark: "", isCopied: false } };
    });
    expect([...typeCheck(modules)].flatMap(([, problems]) => problems)).toEqual([]);
  }, 60_000);

  it("keeps its folder, and reads its inputs as values", () => {
    const { typescript } = imported(files[0] ?? "");
    expect(typescript).toContain('path: "./.github/actions/setup"');
    expect(typescript).toContain("nodeVersion: inputs.nodeVersion");
    expect(typescript).toContain("// Nothing is installed when the cache has it.");
  });

  it.each([
    ["name", (action: Action) => ({ ...action, name: "Other" })],
    ["inputs", (action: Action) => ({ ...action, inputs: { install: action.inputs?.install } })],
    ["outputs", (action: Action) => ({ ...action, outputs: {} })],
    ["runs.steps.1.with", (action: Action) => parse(stringify(action).replace("node_modules", "other"))],
    ["runs.steps", (action: Action) => ({ ...action, runs: { ...action.runs, steps: action.runs.steps.slice(1) } })],
  ])("would see a change of %s", (path, change) => {
    const before = parse(read(files[0] ?? "")) as Action;
    expect(compareActions(before, before)).toEqual([]);
    expect(compareActions(before, change(before)).map((found) => found.path.join("."))).toContain(path);
  });

  it.each([
    ["runs.using says that it is none", "runs:\n  using: node24\n  main: x.js\n", 2, /Only composite actions/],
    ["it is not YAML", "name: [\n", 2, /./],
    [
      "an expression is none",
      "name: x\nruns:\n  using: composite\n  steps:\n    - run: echo ${{ a b }}\n      shell: bash\n",
      1,
      /not an expression/,
    ],
  ])("makes nothing where %s", (_, content, line, told) => {
    const result = importAction({ path: "action.yml", content, library });
    expect(result.kind).toBe("refused");
    expect(result.findings[0]?.line).toBe(line);
    expect(result.findings[0]?.message).toMatch(told);
  });
});

interface Action extends Record<string, unknown> {
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly runs: { readonly steps: readonly unknown[] };
}
