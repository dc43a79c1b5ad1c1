import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { ensureSynthTask } from "../../src/workflow/synth-task.ts";
import { plainProject, temporaryFolder } from "../blueprints/synth-project.ts";

/** The command that `npx projen` runs in a plain project with such a source. */
function synthCommand(folder: string): string {
  const project = plainProject(folder);
  ensureSynthTask(project);
  project.synth();
  const { tasks } = JSON.parse(readFileSync(join(folder, ".projen/tasks.json"), "utf8"));
  return tasks.default.steps[0].exec;
}

describe("the task that synthesizes a TypeScript source", () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  const run = (command: string, node: string) => {
    // Plays a Node of another age: what `process.features.typescript` is there.
    writeFileSync(
      join(folder, "age.cjs"),
      `Object.defineProperty(process.features, "typescript", { value: ${node} });`,
    );
    const env = { ...process.env, NODE_OPTIONS: `--require=${join(folder, "age.cjs")}` };
    const { status, stderr } = spawnSync(command, { cwd: folder, shell: true, encoding: "utf8", env });
    return { status, stderr };
  };

  it("says what to do when it fails under a Node that cannot run TypeScript", () => {
    writeFileSync(join(folder, ".projenrc.ts"), "process.exit(1);");
    const { status, stderr } = run(synthCommand(folder), "undefined");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Node \d+\.\d+\.\d+ cannot run TypeScript\. Install Node 22\.18 or newer/);
  });

  it.each([
    ["fails as it failed", "process.exit(7);", 1],
    ["succeeds", "", 0],
  ])("%s under one that can, and says nothing of it", (_, source, status) => {
    writeFileSync(join(folder, ".projenrc.ts"), source);
    expect(run(synthCommand(folder), '"strip"')).toEqual({ status, stderr: "" });
  });

  it("needs no such words for JavaScript", () => {
    writeFileSync(join(folder, ".projenrc.mjs"), "");
    expect(synthCommand(folder)).toBe("node .projenrc.mjs");
  });
});
