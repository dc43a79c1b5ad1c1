import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { BenchError } from "../../../src/bench/mistakes/bench-error.ts";
import { runSource } from "../../../src/bench/mistakes/run-source.ts";

function source(code: string) {
  const folder = mkdtempSync(join(tmpdir(), "run-source-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { path: join(folder, "0.mts"), code };
}

describe("a source that is run for the bench", () => {
  it("has caught nothing when it ends well, and what it says when it does not", async () => {
    expect(await runSource(source("const one: number = 1; console.log(one);"))).toBeUndefined();
    expect(await runSource(source('throw new Error("on fire");'))).toContain("on fire");
  });

  it.each([
    ["runs out of time", 500, "setInterval(() => {}, 1_000);", /took more than 500 ms/],
    ["is ended by a signal", 60_000, 'process.kill(process.pid, "SIGKILL");', /was ended by SIGKILL/],
  ])("has not caught a mistake because it %s: the bench is broken", async (_, timeoutMs, code, message) => {
    const ended = runSource(source(code), { timeoutMs });
    await expect(ended).rejects.toThrow(BenchError);
    await expect(ended).rejects.toThrow(message);
  });
});
