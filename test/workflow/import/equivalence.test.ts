import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { compareWorkflows } from "../../../src/workflow/import/equivalence.ts";
import { fixture, importWhole } from "./import-fixture.ts";

const before = `
name: Sample
on:
  push:
    branches: [main]
permissions:
  contents: read
env:
  MODE: ci
jobs:
  one:
    name: One
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: read
    outputs:
      a: \${{ steps.s.outputs.a }}
    strategy:
      matrix:
        node: [22, 24]
    services:
      db:
        image: postgres:17
    steps:
      - uses: actions/setup-node@v4
        with:
          node-version: \${{ matrix.node }}
      - id: s
        if: github.ref == 'refs/heads/main'
        run: echo "a=1" >> "$GITHUB_OUTPUT"
        env:
          KEEP: yes
  two:
    name: Two
    needs: one
    if: always()
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    concurrency: two
    environment: production
    steps:
      - run: echo "\${{ github.sha }}"
`;

const differences = (after: string, from = before) => compareWorkflows(parse(from), parse(after), "x.yml");

describe("comparing what was with what would be", () => {
  it.each([
    ["nothing", before, before],
    [
      "an expression that reaches its script through a variable",
      'echo "${{ github.sha }}"',
      'echo "${RUN_SHA}"\n        env:\n          RUN_SHA: ${{ github.sha }}',
    ],
    ["one name where a list may stand", "needs: one", "needs: [one]"],
    ["a condition in its expression marks", "if: always()", "if: ${{ always() }}"],
    ["the sides of an equality", "if: github.ref == 'refs/heads/main'", "if: ${{ 'refs/heads/main' == github.ref }}"],
    ["an environment by name alone", "environment: production", "environment: { name: production }"],
    ["a default that is written out", "strategy:", "strategy:\n      fail-fast: true"],
    ["an id that was added", "- uses: actions/setup-node@v4", "- id: setup\n        uses: actions/setup-node@v4"],
  ])("takes for the same: %s", (_, old, made) => {
    expect(before).toContain(old);
    expect(differences(before.replace(old, made))).toEqual([]);
  });

  it.each([
    ["on", "branches: [main]", "branches: [master]"],
    ["env", "MODE: ci", "MODE: cd"],
    ["jobs.one.timeout-minutes", "timeout-minutes: 5", "timeout-minutes: 6"],
    ["jobs.one.name", "name: One", "name: Uno"],
    ["jobs.one.permissions", "permissions:\n      contents: read", "permissions:\n      contents: write"],
    ["jobs.one.outputs.a", "a: ${{ steps.s.outputs.a }}", "b: ${{ steps.s.outputs.a }}"],
    ["jobs.one.strategy", "[22, 24]", "[22]"],
    ["jobs.one.services", "postgres:17", "postgres:18"],
    ["jobs.one.steps.0.uses", "setup-node@v4", "setup-node@v5"],
    ["jobs.one.steps.0.with", "${{ matrix.node }}", "22"],
    ["jobs.one.steps.1.id", "id: s", "id: t"],
    ["jobs.one.steps.1.if", "refs/heads/main'", "refs/heads/master'"],
    ["jobs.one.steps.1.run", 'echo "a=1"', 'echo "a=2"'],
    ["jobs.one.steps.1.env.KEEP", "KEEP: yes", "KEPT: yes"],
    ["jobs.two.needs", "needs: one", "needs: []"],
    ["jobs.two.if", "if: always()", "if: success()"],
    ["jobs.two.concurrency", "concurrency: two", "concurrency: three"],
    ["jobs.two.environment", "environment: production", "environment: staging"],
    ["jobs.two.steps.0.run", "${{ github.sha }}", "${{ github.ref }}"],
    [
      "jobs.two.steps",
      '      - run: echo "${{ github.sha }}"\n',
      '      - run: echo "${{ github.sha }}"\n      - run: id\n',
    ],
  ])("sees a change at %s", (path, old, made) => {
    expect(before).toContain(old);
    expect(
      differences(before.replace(old, made))
        .map((difference) => difference.path.join("."))
        .join(" "),
    ).toContain(path);
  });

  const scriptOf = (script: string) =>
    before.replace('echo "${{ github.sha }}"', () => `|\n${script.replace(/^/gm, "          ")}`);
  const withVariable = (script: string) =>
    `${scriptOf(script).trimEnd()}\n        env:\n          RUN_SHA: \${{ github.sha }}\n`;

  it.each([
    ["a command that came to stand before it", "echo ${{ github.sha }}", 'echo eval "$RUN_SHA"'],
    ["a command in a line that goes on", "echo \\\n  ${{ github.sha }}", 'echo \\\n  eval "$RUN_SHA"'],
    ["single quotes, in which nothing is read", "echo 'a ${{ github.sha }}'", "echo 'a ${RUN_SHA}'"],
    ["quotes that are none between double ones", "echo \"a '${{ github.sha }}'\"", 'echo "a "$RUN_SHA""'],
    ["quotes that are left where none were open", "echo ${{ github.sha }}", "echo '\"${RUN_SHA}\"'"],
    ["a quoted here-document", "cat <<'E'\n${{ github.sha }}\nE", "cat <<'E'\n${RUN_SHA}\nE"],
    ["a place nobody can read", "echo $'${{ github.sha }}'", "echo $'${RUN_SHA}'"],
  ])("sees in a script: %s", (_, old, made) => {
    expect(differences(withVariable(made), scriptOf(old)).map(({ path }) => path.join("."))).toEqual([
      "jobs.two.steps.0.run",
    ]);
  });

  it.each([
    ["a command of its own", "id\n  ${{ github.sha }}\nid", 'id\n  eval "$RUN_SHA"\nid'],
    ["a word", "echo ${{ github.sha }}", 'echo "$RUN_SHA"'],
    ["several words", "echo ${{ github.sha }}", "echo ${RUN_SHA}"],
    ["text in single quotes", "echo 'a ${{ github.sha }}'", "echo 'a '\"${RUN_SHA}\"''"],
    ["text in a here-document", "cat <<E\n${{ github.sha }}\nE", "cat <<E\n${RUN_SHA}\nE"],
    ["a number", "echo $((${{ github.sha }} + 1))", "echo $((${RUN_SHA} + 1))"],
  ])("takes for the same in a script: %s", (_, old, made) => {
    expect(differences(withVariable(made), scriptOf(old))).toEqual([]);
  });

  it("sees a job that is gone and one that came", () => {
    expect(differences(before.replace("  two:", "  three:")).map(({ path }) => path.join("."))).toContain("jobs");
  });
});

describe("importing a job whose runner is kept as an image", () => {
  it.each(["mine", "{ image-name: mine }", '{ image-name: mine, version: "1.*" }'])(
    "expresses all of %s",
    async (value) => {
      const content = before.replace("needs: one", `needs: one\n    snapshot: ${value}`);
      const { findings, yaml } = await importWhole("image.yml", content);
      expect(findings.filter(({ kind }) => kind === "unexpressed")).toEqual([]);
      expect(yaml).toMatch(/snapshot:\n\s+image-name: mine/);
    },
  );

  it("sees another image", () => {
    const made = before.replace("needs: one", "needs: one\n    snapshot: { image-name: other }");
    const from = before.replace("needs: one", "needs: one\n    snapshot: mine");
    expect(differences(made, from).map(({ path }) => path.join("."))).toEqual(["jobs.two.snapshot"]);
  });
});

describe("importing a workflow without concurrency", () => {
  const groupless = (on: string) => before.replace("push:\n    branches: [main]", on);

  it("gives each run a group where it is only started", async () => {
    const { yaml, findings } = await importWhole("a.yml", groupless("push:"));
    expect(yaml).toMatch(/^concurrency:\n {2}group: a-\$\{\{ github\.run_id \}\}$/m);
    expect(findings.map(({ message }) => message).join("\n")).not.toContain("concurrency-limits");
  });

  it.each(["workflow_call:", "workflow_call:\n  workflow_dispatch:"])(
    "gives none where one run may call it twice, which a group would cancel: %s",
    async (on) => {
      const { yaml, findings } = await importWhole("a.yml", groupless(on));
      expect(yaml).not.toMatch(/^concurrency:/m);
      const isStarted = on.includes("dispatch");
      const told = findings.map(({ kind, line, message }) => `${kind} ${line}: ${message}`);
      const why = told.filter((each) => /^settle 4: No concurrency is declared.*calls of one run/.test(each));
      expect(why).toHaveLength(isStarted ? 1 : 0);
      expect(told.filter((each) => each.includes("concurrency-limits"))).toHaveLength(isStarted ? 1 : 0);
    },
  );
});

describe("what an import says it wrote differently", () => {
  let notes: readonly string[];
  beforeAll(async () => {
    const { findings } = await importWhole("no-permissions.yml", fixture("no-permissions.yml"));
    notes = findings.filter(({ kind }) => kind === "note").map(({ line, message }) => `${line}: ${message}`);
  });

  it.each([
    /^5: Job "build" has no limit of time/,
    /^5: Job "build" has no name/,
    /^5: No permissions are declared/,
    /No concurrency is declared/,
    /^10: No permissions .* passed on/,
  ])("has its line: %s", (told) => {
    expect(notes.filter((note) => told.test(note))).toHaveLength(1);
  });
});
