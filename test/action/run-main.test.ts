import { expect, it } from "vitest";
import { z } from "zod";
import { defineAction } from "../../src/action/define-action.ts";
import { runMain, toMessage } from "../../src/action/run-main.ts";
import type { Runner } from "../../src/action/runner.ts";
import { ConflictError } from "../../src/errors/tidegate-error.ts";

const action = defineAction({
  name: "x",
  title: "x",
  description: "x",
  inputs: {
    service: { description: "A name.", schema: z.string(), required: true },
    token: { description: "A token.", schema: z.string().optional(), required: false, secret: true },
  },
  outputs: {},
});

function runnerWith(inputs: Readonly<Record<string, string>>) {
  const calls: string[] = [];
  const note = (name: string) => (value: string) => void calls.push(`${name} ${value}`);
  const runner: Runner = {
    getInput: (name) => inputs[name] ?? "",
    setOutput: (name, value) => void calls.push(`${name}=${value}`),
    setFailed: note("failed"),
    setSecret: note("secret"),
    info: note("info"),
    warning: note("warning"),
    addSummary: async (text) => note("summary")(text),
  };
  return { calls, runner };
}

it("hides secrets before anything else, even when the inputs are refused", async () => {
  const { calls, runner } = runnerWith({ token: "hunter2" });
  await runMain(action, async () => {}, runner);
  expect(calls[0]).toBe("secret hunter2");
  expect(calls[1]).toMatch(/^failed input "service": is required/);
});

it("reports what the action throws as the step's failure, and throws nothing itself", async () => {
  const { calls, runner } = runnerWith({ service: "info" });
  await runMain(action, () => Promise.reject(new ConflictError("somebody was first")), runner);
  expect(calls).toEqual(["failed somebody was first"]);
});

it("says of an error that is not its own that it is a defect, with the stack", () => {
  expect(toMessage(new RangeError("oops"))).toMatch(/defect in tidegate[\s\S]*RangeError: oops[\s\S]*at /);
  expect(toMessage("thrown text")).toContain("thrown text");
});
