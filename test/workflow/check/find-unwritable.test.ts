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

describe("a link within the project", () => {
  it.each([
    ["to a folder", ".github/workflows", "../flows"],
    ["to nothing yet", ".github/workflows", "../flows/new"],
    ["of the file", path, "../../flows/x.yml"],
  ])("is written through: %s", (_, from, to) => {
    const root = folder();
    mkdirSync(join(root, "flows"));
    link(root, from, to);
    expect(findUnwritable(join(root, path), root)).toBeUndefined();
  });

  it("is no reason where the project itself lies behind one", () => {
    const [real, other] = [folder(), folder()];
    link(other, "project", real);
    expect(findUnwritable(join(other, "project", path), join(other, "project"))).toBeUndefined();
  });

  it("that leads to itself is no endless way", () => {
    const root = folder();
    link(root, ".github", ".github");
    expect(() => findUnwritable(join(root, path), root)).not.toThrow();
  });
});
