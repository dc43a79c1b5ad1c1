import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TidegateError } from "../../../src/errors/tidegate-error.ts";
import type { WorkflowText } from "../../../src/workflow/check/check-file.ts";
import { checkOnce } from "../../../src/workflow/check/check-once.ts";
import type { Problem } from "../../../src/workflow/check/problem.ts";
import { openSoundFiles } from "../../../src/workflow/check/sound-files.ts";

let folder: string;
let checker: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidegate-sound-"));
  checker = join(folder, "checker.cjs");
  writeFileSync(checker, "the checker");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sound: WorkflowText = { path: "a.yml", content: "sound" };
const warned: WorkflowText = { path: "b.yml", content: "warned" };

/** Finds something in what does not say that it is sound, and tells what it was asked. */
function makeCheck() {
  const asked: string[] = [];
  const check = ({ path, content }: WorkflowText): readonly Problem[] => {
    asked.push(path);
    return content === "sound" ? [] : [{ rule: "r", severity: "warning", message: content, file: path, place: "" }];
  };
  return { asked, check };
}

/** One run of a process. */
function runOnce(texts: readonly WorkflowText[]) {
  const { asked, check } = makeCheck();
  return { found: checkOnce(texts, openSoundFiles(checker), check), asked };
}

const soundFile = () => join(folder, readdirSync(folder).find((name) => name.endsWith(".sound")) ?? "none");

describe("a file's check", () => {
  it("is not paid twice for the same content in one run, and its problems are told for each file", () => {
    const twin = { ...warned, path: "c.yml" };
    const { found, asked } = runOnce([warned, sound, twin]);
    expect(asked).toEqual(["b.yml", "a.yml"]);
    expect(found.map(({ file }) => file)).toEqual(["b.yml", "c.yml"]);
  });

  it("is not paid again in the next run for what was sound, but is for what was not", () => {
    expect(runOnce([sound, warned]).asked).toEqual(["a.yml", "b.yml"]);
    const { found, asked } = runOnce([sound, warned]);
    expect(asked).toEqual(["b.yml"]);
    expect(found).toHaveLength(1);
  });

  it("is paid again when the repository's pins of what the file uses have changed", () => {
    const pin = { action: "acme/lint", version: "v1", sha: "c".repeat(40), inputs: [], outputs: [] };
    const pinned = { ...sound, pins: [pin] };
    expect(runOnce([sound, pinned]).asked).toEqual(["a.yml", "a.yml"]);
    expect(runOnce([sound, pinned]).asked).toEqual([]);
    expect(runOnce([{ ...sound, pins: [{ ...pin, revoked: "taken over" }] }]).asked).toEqual(["a.yml"]);
  });

  it("is not taken from a workflow for an action with the same content, nor the other way round", () => {
    const action = { ...sound, path: ".github/actions/a/action.yml" };
    const workflow = { ...sound, path: ".github/workflows/action.yml" };
    expect(runOnce([workflow, action]).asked).toEqual([workflow.path, action.path]);
    expect(runOnce([{ ...action, path: "action.yaml" }, sound]).asked).toEqual([]);
  });

  it.each([
    [
      "when a line of the memory is broken",
      () => writeFileSync(soundFile(), `${readFileSync(soundFile(), "utf8")}x\n`),
    ],
    [
      "when the memory ends in the middle",
      () => writeFileSync(soundFile(), readFileSync(soundFile(), "utf8").slice(0, -1)),
    ],
    ["when the memory is empty", () => writeFileSync(soundFile(), "")],
    ["when the memory is gone", () => rmSync(soundFile())],
    ["by another checker of the same size", () => writeFileSync(checker, "thx checker")],
  ])("is paid again %s", (_when, change) => {
    runOnce([sound]);
    change();
    expect(runOnce([sound]).asked).toEqual(["a.yml"]);
  });

  it("is remembered for the version of the YAML parser, which is no part of the checker's bundle", () => {
    runOnce([sound]);
    const { version } = createRequire(import.meta.url)("yaml/package.json");
    expect(soundFile()).toContain(`-yaml${version}.sound`);
  });

  it("leaves nothing behind when it breaks off", () => {
    const check = () => {
      throw new TidegateError("unsupported", "no schema");
    };
    expect(() => checkOnce([sound], openSoundFiles(checker), check)).toThrow("no schema");
    expect(runOnce([sound]).asked).toEqual(["a.yml"]);
  });
});
