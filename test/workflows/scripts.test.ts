import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { render } from "../../src/workflow/index.ts";
import { ciWorkflow } from "../../workflows/ci.ts";
import { pipelineOf } from "./pipeline-fixture.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-script-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a step's script as the runner would. */
function runStep(job: string, id: string, env: Record<string, string> = {}, pipeline = pipelineOf()) {
  const { jobs } = parse(render(ciWorkflow(pipeline)));
  const step = jobs[job].steps.find((candidate: { id: string }) => candidate.id === id);
  const { status, stdout } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run], {
    cwd: folder,
    encoding: "utf8",
    env: {
      PATH: process.env.PATH,
      RUNNER_TEMP: join(folder, ".git"),
      GITHUB_STEP_SUMMARY: join(folder, ".git/s"),
      ...env,
    },
  });
  return { status, stdout };
}

describe("the verdict of ci", () => {
  it.each([
    ["success success success", 0],
    ["success failure success", 1],
    ["success success skipped", 1],
    ["cancelled success success", 1],
    ["skipped skipped skipped", 1],
  ])("after %s is exit %d", (results, status) => {
    expect(runStep("ci", "verdict", { RESULTS: results }).status).toBe(status);
  });
});

describe("the drift check", () => {
  const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: folder });
  beforeEach(() => {
    git("init", "-q");
    writeFileSync(join(folder, "generated.yml"), "a: 1\n");
    git("add", ".");
    git("-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-qm", "x");
  });

  it("passes when generating changed nothing", () => {
    expect(runStep("drift", "compare")).toMatchObject({ status: 0, stdout: expect.stringContaining("are current") });
  });

  it("fails with the difference, in the log and in the summary", () => {
    writeFileSync(join(folder, "generated.yml"), "a: 2\n");
    const { status, stdout } = runStep("drift", "compare");
    expect(status).toBe(1);
    expect(stdout).toContain("-a: 1\n+a: 2");
    expect(stdout).toContain("::error title=Generated files are not current::");
    const summary = readFileSync(join(folder, ".git/s"), "utf8");
    expect(summary).toContain("````diff\ndiff --git");
    expect(summary).toContain("+a: 2");
  });

  it("fails for a generated file that was never committed", () => {
    writeFileSync(join(folder, "forgotten.yml"), "b: 1\n");
    expect(runStep("drift", "compare")).toMatchObject({ status: 1, stdout: expect.stringContaining("+b: 1") });
  });

  it("says the command that regenerates, whatever characters it has", () => {
    writeFileSync(join(folder, "generated.yml"), "a: 2\n");
    const command = `npx projen --a='b c' "$HOME" \`x\``;
    const pipeline = pipelineOf({ synth: { install: "npm ci", command } });
    expect(runStep("drift", "compare", {}, pipeline).stdout).toContain(`Run ${command} and commit`);
  });
});
