import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { render } from "../../src/workflow/index.ts";
import { ciWorkflow } from "../../workflows/ci.ts";
import type { Pipeline } from "../../workflows/pipeline.ts";
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
    ["", 1],
  ])("after %s is exit %d", (results, status) => {
    expect(runStep("ci", "verdict", { RESULTS: results }).status).toBe(status);
  });
});

describe("the drift check", () => {
  /** What the step asks npx for, one argument a line. */
  const asked = (pipeline?: Pipeline) => {
    writeFileSync(join(folder, "npx"), '#!/bin/sh\nprintf "%s\\n" "$@"\nexit 1\n', { mode: 0o755 });
    const { status, stdout } = runStep("drift", "check", { PATH: `${folder}:${process.env.PATH}` }, pipeline);
    return { status, args: stdout.trimEnd().split("\n") };
  };

  it("is made by the installed command alone, and fails with it", () => {
    expect(asked()).toEqual({ status: 1, args: ["--no", "--", "tidegate", "check"] });
  });

  it("is told the command that regenerates, whatever characters it has", () => {
    const command = `npx projen --a='b c' "$HOME" \`x\``;
    const pipeline = pipelineOf({ synth: { install: "npm ci", command } });
    expect(asked(pipeline).args).toEqual(["--no", "--", "tidegate", "check", "--synth", command]);
  });
});
