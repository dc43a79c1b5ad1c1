import { describe, expect, it } from "vitest";
import { runProcess } from "../../src/rehearse/run-process.ts";

async function bash(script: string) {
  const lines: string[] = [];
  const env = { PATH: process.env.PATH ?? "" };
  const onLine = (line: string) => lines.push(line);
  const code = await runProcess({ command: "bash", args: ["-c", script], cwd: "/", env, onLine });
  return { code, lines };
}

describe("runProcess", () => {
  it.each([
    ["exit 3", 3],
    ["kill -9 $$", -1],
    ["true", 0],
  ])("`%s` ends with %i", async (script, code) => {
    expect((await bash(script)).code).toBe(code);
  });

  it("gives every line of both streams, the last without a line end too", async () => {
    const { lines } = await bash("echo out; echo err >&2; printf last");
    expect(lines.sort()).toEqual(["err", "last", "out"]);
  });

  it("does not wait for a daemon that holds the pipes", async () => {
    const { code, lines } = await bash("sleep 20 & echo $!");
    expect(code).toBe(0);
    process.kill(Number(lines[0]), "SIGKILL");
  });

  it("says that a program is not there", async () => {
    const request = { command: "/nowhere/program", args: [], cwd: "/", env: {}, onLine: () => undefined };
    await expect(runProcess(request)).rejects.toThrowError(/ENOENT/);
  });
});
