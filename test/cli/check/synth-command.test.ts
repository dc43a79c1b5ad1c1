import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { synthCommands } from "../../../src/cli/check/synth-command.ts";
import { TidegateError } from "../../../src/errors/tidegate-error.ts";

function withTasks(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "synth-command-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, ".projen"));
  writeFileSync(join(folder, ".projen/tasks.json"), text);
  writeFileSync(join(folder, ".projenrc.ts"), "");
  return folder;
}

const steps = [{ exec: "tsx .projenrc.ts" }];
const direct = ["tsx .projenrc.ts"];
const byProjen = ["projen default"];

describe("how the files are generated", () => {
  it.each([
    ["only its steps", { default: { name: "default", description: "Synthesize", steps } }, undefined, direct],
    ["the search path of its packages", { default: { steps } }, { PATH: "$(npx -c …)" }, direct],
    ["variables of all tasks", { default: { steps } }, { STAGE: "x" }, byProjen],
    ["variables", { default: { steps, env: { STAGE: "x" } } }, undefined, byProjen],
    ["a folder", { default: { steps, cwd: "sub" } }, undefined, byProjen],
    ["a condition", { default: { steps, condition: "exit 1" } }, undefined, byProjen],
    ["variables that must be there", { default: { steps, requiredEnv: ["STAGE"] } }, undefined, byProjen],
    ["steps of another kind", { default: { steps: [{ spawn: "other" }] } }, undefined, byProjen],
    ["no steps", { default: { steps: [] } }, undefined, ["node .projenrc.ts"]],
    ["no default task", {}, undefined, ["node .projenrc.ts"]],
  ])("is read from projen's tasks: with %s", (_, tasks, env, commands) => {
    expect(synthCommands(withTasks(JSON.stringify({ tasks, env })))).toEqual(commands);
  });

  it.each(['{ "tasks": ', "null", '{ "tasks": { "default": { "steps": 1 } } }'])("is not known from %s", (text) => {
    const reading = () => synthCommands(withTasks(text));
    expect(reading).toThrow(TidegateError);
    expect(reading).toThrow(/\.projen\/tasks\.json .*--synth/s);
  });
});
