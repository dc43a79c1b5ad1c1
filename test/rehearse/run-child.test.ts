import { describe, expect, it } from "vitest";
import { RehearsalError } from "../../src/rehearse/rehearsal-error.ts";
import { startChildRun } from "../../src/rehearse/run-child.ts";
import type { RunEvent } from "../../src/rehearse/run-event.ts";
import type { World } from "../../src/rehearse/world.ts";

const world: World = {
  repositoryDirectory: "/nowhere",
  repository: "acme/sample",
  defaultBranch: "main",
  apiUrl: "http://127.0.0.1:1",
  serverUrl: "https://github.com",
  actor: "tester",
  secrets: {},
  vars: {},
  env: {},
  registryMirrors: {},
  workDirectory: "/nowhere",
  protectedEnvironments: [],
};
const trigger = { event: "push", sha: "0", ref: "refs/heads/main", runId: 1, payload: {}, inputs: {} };
const ended = '{"kind":"event","event":{"kind":"run-ended","conclusion":"success","atMs":1}}';
const result = '{"kind":"result","result":{"conclusion":"success","jobs":{}}}';

/** A process that says these lines, whatever it is asked. */
function start(code: string, events: RunEvent[] = [], program = process.execPath) {
  return startChildRun([program, "--eval", code], { path: "ci.yml", world, trigger }, (event) => events.push(event));
}
const say = (...lines: string[]) => lines.map((line) => `console.log(${JSON.stringify(line)});`).join("");

describe("a run in a process of its own", () => {
  it("hands on events and gives the result", async () => {
    const events: RunEvent[] = [];
    expect(await start(say(ended, result), events).finished).toEqual({ conclusion: "success", jobs: {} });
    expect(events).toEqual([{ kind: "run-ended", conclusion: "success", atMs: 1 }]);
  });

  it.each([
    ["says that it failed", say('{"kind":"error","message":"no such workflow"}'), /^no such workflow$/],
    ["prints a line that is no message", say("hello", result), /ci\.yml wrote 'hello', which is not a message/],
    ["prints JSON that is no message", say('{"level":"warn"}', result), /is not a message/],
    ["ends without a result", "process.exit(7)", /ci\.yml ended with exit code 7 and no result/],
    ["ends well and says nothing", "", /exit code 0 and no result/],
  ])("is an error when it %s", async (_, code, message) => {
    const { finished } = start(code);
    await expect(finished).rejects.toThrowError(message);
    await expect(finished).rejects.toBeInstanceOf(RehearsalError);
  });

  it("is an error when there is no such program", async () => {
    await expect(start("", [], "/nowhere/program").finished).rejects.toThrowError(/No process could be started/);
  });

  it("is lost, not broken, when it is killed in the middle of a message", async () => {
    const child = start(
      `process.stdout.write(${JSON.stringify(`${ended}\n{"kind":"ev`)}, () => process.kill(process.pid, "SIGKILL"))`,
    );
    expect(await child.finished).toBeUndefined();
  });

  it("can be killed again after its end", async () => {
    const child = start("setInterval(() => {}, 1000)");
    child.kill();
    expect(await child.finished).toBeUndefined();
    expect(() => child.kill()).not.toThrow();
  });
});
