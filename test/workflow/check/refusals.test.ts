import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { repositoryRoot } from "../../../src/build/repository-root.ts";

const from = (path: string) => JSON.stringify(pathToFileURL(join(repositoryRoot, path)).href);
const sourceFile = ".projenrc.ts";
const hook = pathToFileURL(join(repositoryRoot, "src/build/json-imports.mjs")).href;
const prelude = `import { Project, TextFile } from ${from("node_modules/projen/lib/index.js")};
import { compositeAction, job, run, sh, workflow } from ${from("src/workflow/index.ts")};
import { ActionFile, Library, WorkflowFile } from ${from("blueprints/index.ts")};
const project = new Project({ name: "x" });
const place = (file: string, options = {}, more = {}) =>
  new WorkflowFile(project, workflow({ file, name: file, on: { push: {} }, concurrency: { group: file }, ...more,
    jobs: [job("a", { name: "A", timeoutMinutes: 1, steps: [run("say", sh\`echo hello\`)], ...options })] }));
const act = (path: string, name: string) =>
  new ActionFile(project, compositeAction({ path, name, description: name, define: () => ({ steps: [run("say", sh\`echo hello\`)] }) }));
`;

interface Ended {
  readonly code: number;
  readonly stderr: string;
}

describe("a synth that is refused", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "refused-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs a .projenrc.ts as its user would. */
  function synth(body: string): Promise<Ended> {
    writeFileSync(join(folder, sourceFile), `${prelude}${body}\nproject.synth();\n`);
    const options = { cwd: folder, env: { ...process.env, PROJEN_DISABLE_POST: "1", NO_COLOR: "1" } };
    return new Promise((resolve) => {
      execFile(process.execPath, ["--import", hook, sourceFile], options, (error, _, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stderr }),
      );
    });
  }

  const rules = ({ stderr }: Ended) => [...stderr.matchAll(/ {2}error {2}(\S+)$/gm)].map(([, rule]) => rule).sort();
  const workflows = () => readdirSync(join(folder, ".github/workflows"));

  it("ends with 1, tells the problems of all files with their lines, and writes nothing", async () => {
    const { code, stderr } = await synth(
      'place("two", { timeoutMinutes: 0 });\nplace("one", { runsOn: "ubuntu-latest" });\nplace("fine");',
    );
    expect(code).toBe(1);
    expect(stderr).toContain("nothing was written");
    expect(stderr).toContain("2 errors");
    expect(
      [...stderr.matchAll(/^(\S+:\d+) {2}error {2}(\S+)$/gm)].map(([, where, rule]) => `${where} ${rule}`),
    ).toEqual([".projenrc.ts:7 named-runner", ".projenrc.ts:7 job-timeout"]);
    expect(readdirSync(folder)).toEqual([".projenrc.ts"]);
  });

  it("changes nothing that an earlier one wrote", async () => {
    expect(await synth('place("one");\nplace("gone");')).toMatchObject({ code: 0 });
    const before = readFileSync(join(folder, ".github/workflows/one.yml"), "utf8");
    const { code } = await synth('place("one", { name: "B" });\nplace("two", { timeoutMinutes: 0 });');
    expect(code).toBe(1);
    expect(workflows().sort()).toEqual(["gone.yml", "one.yml"]);
    expect(readFileSync(join(folder, ".github/workflows/one.yml"), "utf8")).toBe(before);
  });

  it.each<[what: string, body: string, told: string]>([
    [
      "two workflows, whatever their case",
      'place("one");\nplace("One");',
      'Two workflows would be written to .github/workflows/One.yml: "One" and another, written at .projenrc.ts:6. Give one of them another file name.',
    ],
    [
      "a workflow and another component before it",
      'new TextFile(project, ".github/workflows/one.yml", { lines: [] });\nplace("one");',
      'The workflow "one" would be written to .github/workflows/one.yml, which another component (TextFile) writes already. Give',
    ],
    [
      "a workflow and another component after it, in another case",
      'place("one");\nnew TextFile(project, ".github/workflows/ONE.yml", { lines: [] });',
      'The workflow "one" would be written to .github/workflows/one.yml, which another component (TextFile) writes already. Give',
    ],
    [
      "two actions",
      'act("./a", "First");\nact("./a/", "Second");',
      'Two actions would be written to a/action.yml: "Second" and another, written at .projenrc.ts:9. Give one of them another folder.',
    ],
  ])("names both where %s would write one file, beside what else is wrong", async (_, body, told) => {
    const ended = await synth(`${body}\nplace("two", { timeoutMinutes: 0 });`);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(`error  duplicate-file\n  ${told}`);
    expect(rules(ended)).toEqual(["duplicate-file", "job-timeout"]);
    expect(readdirSync(folder)).toEqual([".projenrc.ts"]);
  });

  it("tells what is wrong in each of three that would write one file, once", async () => {
    const ended = await synth(
      'place("one");\nplace("One", { timeoutMinutes: 0 });\nplace("ONE", { env: { A: "${{ github.ref }}" } });',
    );
    expect(rules(ended)).toEqual(["duplicate-file", "duplicate-file", "job-timeout", "raw-expression"]);
    expect(readdirSync(folder)).toEqual([".projenrc.ts"]);
  });

  it("tells that two blueprints would write one file", async () => {
    const library = 'new Library(project, { checks: { test: { name: "Tests", command: "npm test" } } });\n';
    const ended = await synth(`${library}${library}place("two", { timeoutMinutes: 0 });`);
    expect(ended.stderr).toContain("Two workflows would be written to .github/workflows/ci.yml");
    expect(rules(ended)).toEqual(["duplicate-file", "job-timeout"]);
    expect(readdirSync(folder)).toEqual([".projenrc.ts"]);
  });

  it.each<[what: string, prepare: () => void, told: string]>([
    [
      "a folder has its name",
      () => mkdirSync(join(folder, ".github/workflows/one.yml"), { recursive: true }),
      "It is a folder",
    ],
    ["a file is in place of the folder", () => writeFileSync(join(folder, ".github"), "x"), "is a file, not a folder"],
  ])("says what is in the way when %s, together with what else is wrong", async (_, prepare, told) => {
    prepare();
    const { code, stderr } = await synth('place("one");\nplace("two", { timeoutMinutes: 0 });');
    expect(code).toBe(1);
    expect(stderr).toContain(told);
    expect(stderr).toContain("job-timeout");
    expect(readdirSync(folder).sort()).toEqual([".github", ".projenrc.ts"]);
  });
});
