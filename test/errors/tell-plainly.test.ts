import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const errors = fileURLToPath(new URL("../../src/errors/tidegate-error.ts", import.meta.url));

function run(body: string) {
  const code = `import { TidegateError } from ${JSON.stringify(errors)};\n${body}`;
  const args = ["--input-type=module-typescript", "-e", code];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("a mistake in the configuration that nobody catches", () => {
  it("ends the process with 1 and its message alone", () => {
    expect(run('throw new TidegateError("invalid-configuration", "2 problems:\\n- a\\n- b");')).toEqual({
      status: 1,
      stdout: "",
      stderr: "2 problems:\n- a\n- b\n",
    });
  });

  it("changes nothing for what is caught", () => {
    const body = 'try { throw new TidegateError("invalid-configuration", "x"); } catch { console.log("caught"); }';
    expect(run(body)).toEqual({ status: 0, stdout: "caught\n", stderr: "" });
  });

  it("leaves the stack to every other error, also after one that was caught", () => {
    const body =
      'try { throw new TidegateError("invalid-configuration", "x"); } catch { throw new RangeError("own"); }';
    const { status, stderr } = run(body);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Uncaught RangeError: own\n +at /);
  });

  it("leaves it to who listens already", () => {
    const body =
      'process.on("uncaughtException", (error) => { console.log(`mine: ${error.message}`); });\nthrow new TidegateError("invalid-configuration", "x");';
    expect(run(body)).toEqual({ status: 0, stdout: "mine: x\n", stderr: "" });
  });
});
