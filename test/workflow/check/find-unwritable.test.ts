import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Project } from "projen";
import { describe, expect, it, onTestFinished } from "vitest";
import { findUnwritable } from "../../../src/workflow/check/find-unwritable.ts";
import { checkout, job, workflow } from "../../../src/workflow/index.ts";
import { WorkflowFile } from "../../../src/workflow/workflow-file.ts";

const path = ".github/workflows/own.yml";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "tidegate-links-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function link(root: string, from: string, to: string): void {
  mkdirSync(dirname(join(root, from)), { recursive: true });
  symlinkSync(to, join(root, from));
}

const cases: readonly (readonly [what: string, from: string, to: (outside: string) => string])[] = [
  ["the folder of the workflows", ".github/workflows", (outside) => outside],
  ["the folder above", ".github", (outside) => outside],
  ["the file", path, (outside) => join(outside, "kept.yml")],
  ["the file, to nothing yet", path, (outside) => join(outside, "new.yml")],
  ["the folder, to nothing yet", ".github/workflows", (outside) => join(outside, "new")],
  ["the folder, by way of its parent", ".github/workflows", (outside) => `../../${outside.split("/").at(-1)}`],
];

describe("a link out of the project", () => {
  it.each(cases)("is not written through: %s", (_, from, to) => {
    const [root, outside] = [folder(), folder()];
    writeFileSync(join(outside, "kept.yml"), "kept");
    link(root, from, to(outside));
    expect(findUnwritable(join(root, path), root)).toMatch(
      /^A link leads from there out of the project, to \S+\. Put a folder or a file/,
    );
  });

  it("keeps synth from writing anything, with the line", () => {
    const [root, outside] = [folder(), folder()];
    link(root, ".github/workflows", outside);
    const project = new Project({ name: "x", outdir: root });
    const jobs = [job("a", { name: "A", timeoutMinutes: 1, steps: [checkout()] })];
    new WorkflowFile(
      project,
      workflow({ file: "own", name: "Own", on: { push: {} }, concurrency: { group: "own" }, jobs }),
    );
    expect(() => project.synth()).toThrow(
      /find-unwritable\.test\.ts:\d+[\s\S]*unwritable-file[\s\S]*out of the project/,
    );
    expect(existsSync(join(outside, "own.yml"))).toBe(false);
    expect(existsSync(join(root, ".projen"))).toBe(false);
  });
});

/** Each with its links, in the order they are followed in; the last leads out. */
const chains: readonly (readonly [
  what: string,
  links: (outside: string) => readonly (readonly [from: string, to: string])[],
])[] = [
  [
    "a link to a link to nothing yet",
    (outside) => [
      [path, "../../second.yml"],
      ["second.yml", join(outside, "new.yml")],
    ],
  ],
  [
    "a link to nothing yet in a folder that is a link",
    (outside) => [
      [path, "../../out/new.yml"],
      ["out", outside],
    ],
  ],
  [
    "the folder, by way of a link to nothing yet in a folder that is a link",
    (outside) => [
      [".github/workflows", "../out/new"],
      ["out", outside],
    ],
  ],
  [
    "a way back out of a folder that is a link",
    (outside) => [
      [path, "../../out/../new.yml"],
      ["out", join(outside, "deep")],
    ],
  ],
];

describe("links that lead out of the project by way of one another", () => {
  it.each(chains)("are not written through: %s", (_, links) => {
    const [root, outside] = [folder(), folder()];
    mkdirSync(join(outside, "deep"));
    for (const [from, to] of links(outside)) {
      link(root, from, to);
    }
    expect(findUnwritable(join(root, path), root)).toMatch(/^A link leads from there out of the project, to \S+\./);
  });
});

describe("links without an end", () => {
  const endless = /^Links lead from there to one another without end\./;

  it.each([
    ["to itself", [[path, "own.yml"]]],
    ["the folder to itself", [[".github", ".github"]]],
    [
      "to one another",
      [
        [path, "../../second.yml"],
        ["second.yml", path],
      ],
    ],
    ["deeper each time", [[path, "own.yml/deeper"]]],
  ] as const)("are refused: %s", (_, links) => {
    const root = folder();
    for (const [from, to] of links) {
      link(root, from, to);
    }
    expect(findUnwritable(join(root, path), root)).toMatch(endless);
  });

  it.each([
    [40, undefined],
    [41, endless],
  ])("are those that the system does not follow either: %i", (count, refusal) => {
    const root = folder();
    link(root, path, "../../link1");
    for (let index = 1; index < count; index++) {
      link(root, `link${index}`, `link${index + 1}`);
    }
    writeFileSync(join(root, `link${count}`), "kept");
    const told = findUnwritable(join(root, path), root);
    expect(existsSync(join(root, path))).toBe(refusal === undefined);
    expect(told ?? "none").toMatch(refusal ?? /^none$/);
  });
});

describe("a link within the project", () => {
  it.each([
    ["to a folder", ".github/workflows", "../flows"],
    ["to nothing yet", ".github/workflows", "../flows/new"],
    ["of the file", path, "../../flows/x.yml"],
    ["to nothing yet, by way of another link", path, "../../again/x.yml"],
  ])("is written through: %s", (_, from, to) => {
    const root = folder();
    mkdirSync(join(root, "flows"));
    link(root, "again", "flows");
    link(root, from, to);
    expect(findUnwritable(join(root, path), root)).toBeUndefined();
  });

  it("is no reason where the project itself lies behind one", () => {
    const [real, other] = [folder(), folder()];
    link(other, "project", real);
    expect(findUnwritable(join(other, "project", path), join(other, "project"))).toBeUndefined();
  });
});
