import { describe, expect, it } from "vitest";
import {
  checkout,
  compositeAction,
  job,
  reusableWorkflow,
  run,
  sh,
  workflow,
  workflowCall,
} from "../../../src/workflow/index.ts";
import { lowerAction } from "../../../src/workflow/render/lower-action.ts";

const jobs = [job("a", { name: "A", timeoutMinutes: 5, steps: [checkout()] })];
const concurrency = { group: "a" };
const aWorkflow = (file: string) => workflow({ file, name: "A", on: { push: {} }, concurrency, jobs });
const aCallee = (file: string) => reusableWorkflow({ file, name: "A", call: workflowCall({}), concurrency, jobs });
const anAction = (path: string) =>
  compositeAction({ path: path as "./", name: "A", description: "A", define: () => ({ steps: [run("a", sh`x`)] }) });

describe("where a file is written", () => {
  it.each(["../../../out", "..\\out", "/etc/x", "a/b", "C:x", "a\nb", "a\u2028b", "a?b"])(
    "is refused for a workflow called %j, with the line",
    (file) => {
      const told = /`file` of (?:the )?workflow.* is ".*"\. Write a file's name.*paths\.test\.ts:\d+/s;
      expect(() => aWorkflow(file)).toThrow(told);
      expect(() => aCallee(file)).toThrow(told);
    },
  );

  it.each(["ci", "ci.nightly", "build-and_test", "Build & test", "..", "é"])("may be called %j", (file) => {
    expect([aWorkflow(file).file, aCallee(file).file]).toEqual([file, file]);
  });

  it.each([
    "./../esc",
    "./a/../../esc",
    "./a/..",
    ".\\..\\esc",
    "./a\\..\\..\\esc",
    "../esc",
    "/etc/x",
    "esc",
    "./a\nb",
  ])("is refused for an action at %j, with the line", (path) => {
    expect(() => anAction(path)).toThrow(/action "A" is at ".*"\. Write a folder.*paths\.test\.ts:\d+/s);
  });

  it.each([
    ["./.github/actions/setup", ".github/actions/setup/action.yml"],
    ["./.github/actions/setup/", ".github/actions/setup/action.yml"],
    ["./", "action.yml"],
    [".//etc", "etc/action.yml"],
    ["./a..b", "a..b/action.yml"],
  ])("is for an action at %j the file %s", (path, file) => {
    expect(lowerAction(anAction(path).model).path).toBe(file);
  });
});
