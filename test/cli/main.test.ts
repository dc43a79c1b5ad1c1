import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "cli-"));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

async function tidegate(args: readonly string[], env: NodeJS.ProcessEnv = {}, input = "") {
  const program = ["--import", "./src/build/json-imports.mjs", "src/cli/main.ts", ...args];
  const child = spawn(process.execPath, program, { env: { ...process.env, ...env }, stdio: "pipe" });
  child.stdin.end(input);
  const exited = once(child, "exit");
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await exited) as [number | null];
  return { code, stdout, stderr };
}

describe("tidegate demo", () => {
  it("takes everything down when its story breaks off, and ends with 1 and one message", async () => {
    const programs = join(scratch, "bin");
    const temporary = join(scratch, "tmp");
    for (const folder of [programs, temporary]) mkdirSync(folder);
    writeFileSync(join(programs, "npm"), "#!/bin/sh\necho the registry is on fire >&2\nexit 7\n");
    chmodSync(join(programs, "npm"), 0o755);
    const env = { PATH: `${programs}:${process.env.PATH}`, TMPDIR: temporary };
    const { code, stdout, stderr } = await tidegate(["demo", "--json"], env);
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr.match(/^tidegate: /gm)).toHaveLength(1);
    expect(stderr).toMatch(/^tidegate: `npm pack [^`]+` failed in .*:\nthe registry is on fire\n$/m);
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe("tidegate serve-run", () => {
  it.each([
    ["is not JSON", "{"],
    [
      "asks for a workflow that is not there",
      '{"path":"no.yml","world":{"repositoryDirectory":"/nowhere"},"trigger":{}}',
    ],
  ])("answers an error and ends with 1 when its request %s", async (_, request) => {
    const { code, stdout } = await tidegate(["serve-run"], {}, request);
    expect(code).toBe(1);
    const message = { kind: "error", message: expect.stringMatching(/JSON|no such file/) };
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([message]);
  });
});
