import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Project, TextFile } from "projen";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ActionFile } from "../../src/workflow/action-file.ts";
import {
  call,
  checkout,
  compositeAction,
  job,
  localWorkflow,
  renderAction,
  reusableWorkflow,
  run,
  sh,
  uses,
  workflow,
  workflowCall,
} from "../../src/workflow/index.ts";
import { WorkflowFile } from "../../src/workflow/workflow-file.ts";

const deploy = reusableWorkflow({
  file: "deploy",
  name: "Deploy",
  call: workflowCall(),
  jobs: [job("a", { name: "A", timeoutMinutes: 5, steps: [checkout()] })],
});
const setup = compositeAction({
  path: "./.github/actions/setup",
  name: "Set up",
  description: "Installs",
  define: () => ({ steps: [run("install", sh`npm ci`)] }),
});
const calling = workflow({
  file: "ci",
  name: "CI",
  on: { push: {} },
  concurrency: { group: "ci" },
  jobs: [
    call("deploy", deploy, { name: "Deploy" }),
    job("test", { name: "Test", timeoutMinutes: 5, steps: [checkout(), uses("setup", setup)] }),
  ],
});

describe("what a workflow needs beside its own file", () => {
  let outdir: string;
  let project: Project;
  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), "missing-files-"));
    project = new Project({ name: "x", outdir, logging: { level: 0 as never } });
    new WorkflowFile(project, calling);
  });
  afterEach(() => rmSync(outdir, { recursive: true }));

  it("is an error, each with its line, when nothing writes it", () => {
    const synth = () => project.synth();
    expect(synth).toThrow(/missing-file\n {2}Nothing writes \.github\/workflows\/deploy\.yml.*new WorkflowFile\(/);
    expect(synth).toThrow(/missing-file\n {2}Nothing writes \.github\/actions\/setup\/action\.yml.*new ActionFile\(/);
    expect(synth).toThrow(/missing-files\.test\.ts:\d+ {2}error {2}missing-file/);
    expect(synth).toThrow(/2 errors/);
  });

  it("is an error where an action needs it too", () => {
    const outer = { path: "./.github/actions/outer", name: "Outer", description: "Sets up and more" } as const;
    const all = new Project({ name: "y", outdir: join(outdir, "y"), logging: { level: 0 as never } });
    new ActionFile(all, compositeAction({ ...outer, define: () => ({ steps: [uses("inner", setup)] }) }));
    expect(() => all.synth()).toThrow(
      /missing-files\.test\.ts:\d+ {2}error {2}missing-file\n {2}Nothing writes \.github\/actions\/setup\/action\.yml.*\n.*outer\/action\.yml {2}runs\.steps\.inner/,
    );
    new ActionFile(all, setup);
    expect(() => all.synth()).not.toThrow();
  });

  it.each(["./", "$/"] as const)("is an error when a call names a workflow by hand that is not there, %s", (root) => {
    const path = `${root}.github/workflows/by-hand.yml` as const;
    const jobs = [call("go", localWorkflow({ path }), { name: "Go" })];
    const all = new Project({ name: "y", outdir: join(outdir, "y"), logging: { level: 0 as never } });
    new WorkflowFile(all, workflow({ file: "ci", name: "CI", on: { push: {} }, concurrency: { group: "ci" }, jobs }));
    expect(() => all.synth()).toThrow(
      /missing-files\.test\.ts:\d+ {2}error {2}missing-file\n {2}Nothing writes \.github\/workflows\/by-hand\.yml.* Write it, or correct its path\.\n.*jobs\.go/,
    );
    mkdirSync(join(outdir, "y/.github/workflows"), { recursive: true });
    writeFileSync(join(outdir, "y/.github/workflows/by-hand.yml"), "on: workflow_call\njobs: {}\n");
    expect(() => all.synth()).not.toThrow();
  });

  it("is fine when the project writes it", () => {
    new WorkflowFile(project, deploy);
    new ActionFile(project, setup);
    expect(() => project.synth()).not.toThrow();
  });

  it("is fine when another component writes it, or it is there already", () => {
    new WorkflowFile(project, deploy);
    new TextFile(project, ".github/actions/setup/action.yml", { lines: [renderAction(setup)] });
    expect(() => project.synth()).not.toThrow();
    const other = new Project({ name: "y", outdir: join(outdir, "y"), logging: { level: 0 as never } });
    new WorkflowFile(other, calling);
    new WorkflowFile(other, deploy);
    mkdirSync(join(outdir, "y/.github/actions/setup"), { recursive: true });
    writeFileSync(join(outdir, "y/.github/actions/setup/action.yml"), renderAction(setup));
    expect(() => other.synth()).not.toThrow();
  });

  it("is missing when only an older synth wrote it, whose files projen takes away", () => {
    new WorkflowFile(project, deploy);
    new ActionFile(project, setup);
    project.synth();
    const later = new Project({ name: "x", outdir, logging: { level: 0 as never } });
    new WorkflowFile(later, calling);
    expect(() => later.synth()).toThrow(/Nothing writes \.github\/workflows\/deploy\.yml/);
  });
});
