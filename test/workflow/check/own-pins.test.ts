import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Project } from "projen";
import { describe, expect, it, onTestFinished } from "vitest";
import { ActionFile } from "../../../src/workflow/action-file.ts";
import { checkFile } from "../../../src/workflow/check/check-file.ts";
import {
  actions,
  checkout,
  compositeAction,
  job,
  pinnedAction,
  run,
  type StepModel,
  sh,
  uses,
  workflow,
} from "../../../src/workflow/index.ts";
import type { Pin } from "../../../src/workflow/pins/pin.ts";
import { formatPinFile } from "../../../src/workflow/pins/pin-file-text.ts";
import { WorkflowFile } from "../../../src/workflow/workflow-file.ts";

const sha = "c".repeat(40);
const pin = (action: string, more: Partial<Pin> = {}): Pin => ({
  action,
  version: "v2.0.0",
  sha,
  using: "node24",
  inputs: [
    { name: "level", required: true },
    { name: "colour", required: false },
  ],
  outputs: ["report"],
  ...more,
});

const step = (uses: string, rest: string) => `name: A
on: { push: {} }
permissions: {}
concurrency: { group: a }
jobs:
  a:
    name: A
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      - uses: ${uses}@${sha} # v2.0.0
        with: { ${rest} }
`;

describe("what a repository has pinned itself", () => {
  const told = async (uses: string, rest: string, pins: readonly Pin[]) =>
    (await checkFile({ path: "a.yml", content: step(uses, rest), pins })).map(
      ({ rule, message, line }) => `${line} ${rule} ${message}`,
    );

  it.each<[what: string, uses: string, rest: string, pins: readonly Pin[], found: RegExp[]]>([
    ["an input that it does not have", "acme/lint", "level: 1, colr: red", [pin("acme/lint")], [/^12 github .*colr/]],
    ["a missing input", "acme/lint", "colour: red", [pin("acme/lint")], [/^12 github Missing required input .level/]],
    ["an action in a folder", "acme/tools/lint", "level: 1, x: 2", [pin("acme/tools/lint")], [/^12 github .*'x'/]],
    ["an action without inputs", "acme/none", "x: 2", [pin("acme/none", { inputs: [] })], [/^12 github .*'x'/]],
    ["nothing in what is right", "acme/lint", "level: 1, colour: red", [pin("acme/lint")], []],
    ["nothing of another commit", "acme/lint", "x: 2", [pin("acme/lint", { sha: "d".repeat(40) })], []],
    ["nothing of one that was never read", "acme/lint", "x: 2", [pin("acme/lint", { using: undefined })], []],
    ["nothing of inputs of an older version", "acme/lint", "x: 2", [pin("acme/lint", { inputsFrom: "v1.0.0" })], []],
    [
      "a revoked pin",
      "acme/lint",
      "level: 1",
      [pin("acme/lint", { revoked: "it was taken over" })],
      [/^11 revoked-pin acme\/lint@c+ is revoked: it was taken over\. Pin another commit/],
    ],
    [
      "a revoked pin in another spelling",
      "Acme/Lint",
      "level: 1",
      [pin("acme/lint", { revoked: "it was taken over" })],
      [/^11 revoked-pin Acme\/Lint@c+ is revoked: it was taken over\. Pin another commit/],
    ],
    [
      "an input that it does not have in another spelling",
      "ACME/lint",
      "level: 1, colr: red",
      [pin("acme/Lint")],
      [/^12 github .*colr/],
    ],
    [
      "another version in another spelling",
      "Acme/lint",
      "level: 1",
      [pin("acme/lint", { version: "v3.0.0" })],
      [/^11 ref-version-mismatch .* is v3\.0\.0, not v2\.0\.0/],
    ],
    [
      "a version that is not the pin's",
      "acme/lint",
      "level: 1",
      [pin("acme/lint", { version: "v3.0.0" })],
      [/^11 ref-version-mismatch .* is v3\.0\.0, not v2\.0\.0/],
    ],
  ])("lets the check find %s", async (_, uses, rest, pins, found) => {
    const problems = await told(uses, rest, pins);
    expect(problems).toHaveLength(found.length);
    for (const [index, pattern] of found.entries()) expect(problems[index]).toMatch(pattern);
  });
});

/** A project whose pin file holds these. */
function project(pins: readonly Pin[]): Project {
  const outdir = mkdtempSync(join(tmpdir(), "own-pins-"));
  onTestFinished(() => rmSync(outdir, { recursive: true }));
  mkdirSync(join(outdir, ".tidegate"));
  writeFileSync(join(outdir, ".tidegate/pins.json"), formatPinFile(pins));
  return new Project({ name: "x", outdir, logging: { level: 0 as never } });
}

/** As JavaScript, or a cast, could write it. */
const lint = pinnedAction({ uses: "acme/lint", version: "v2.0.0", sha, inputs: ["level", "colr"] });

describe("a synth with a pin file", () => {
  const jobs = (...steps: readonly StepModel[]) => [job("a", { name: "A", timeoutMinutes: 5, steps })];
  const place = (to: Project, ...steps: readonly StepModel[]) =>
    new WorkflowFile(
      to,
      workflow({ file: "a", name: "A", on: { push: {} }, concurrency: { group: "a" }, jobs: jobs(...steps) }),
    );

  it("checks inputs of the repository's own actions", () => {
    const made = project([pin("acme/lint")]);
    place(made, uses("lint", lint, { level: "1", colr: "red" }));
    expect(() => made.synth()).toThrow(/own-pins\.test\.ts:\d+ {2}error {2}github\n {2}.*colr/);
  });

  it("checks the inputs of the version that is in force, not of the one that tidegate brings along", () => {
    const made = project([pin("actions/cache", { inputs: [{ name: "key", required: true }] })]);
    place(made, uses("cache", actions.cache, { key: "a", path: "b" }));
    expect(() => made.synth()).toThrow(/Invalid action input 'path'/);
  });

  it("takes the pin of an action in another spelling", () => {
    const made = project([pin("Acme/LINT", { sha: "d".repeat(40), version: "v2.1.0" })]);
    place(made, uses("lint", lint, { level: "1" }));
    made.synth();
    expect(readFileSync(join(made.outdir, ".github/workflows/a.yml"), "utf8")).toContain(
      `uses: Acme/LINT@${"d".repeat(40)} # v2.1.0`,
    );
  });

  it("pins what composite actions use as well, and checks it", () => {
    const made = project([pin("acme/lint"), pin("actions/checkout", { using: undefined, version: "v99.0.0" })]);
    new ActionFile(
      made,
      compositeAction({
        path: "./.github/actions/b",
        name: "b",
        description: "b",
        define: () => ({ steps: [checkout({}), run("say", sh`echo hello`)] }),
      }),
    );
    made.synth();
    expect(readFileSync(join(made.outdir, ".github/actions/b/action.yml"), "utf8")).toContain(
      `uses: actions/checkout@${sha} # v99.0.0`,
    );
    const other = project([pin("acme/lint")]);
    new ActionFile(
      other,
      compositeAction({
        path: "./.github/actions/b",
        name: "b",
        description: "b",
        define: () => ({ steps: [uses("lint", lint, { level: "1", colr: "red" })] }),
      }),
    );
    expect(() => other.synth()).toThrow(/colr/);
  });
});
