import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeExclusiveLock } from "../../../src/targets/embedded/exclusive-lock.ts";
import { findProcess } from "../../../src/targets/embedded/process-identity.ts";

const lockModule = new URL("../../../src/targets/embedded/exclusive-lock.ts", import.meta.url).href;

describe("takeExclusiveLock", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "tidegate-lock-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("is ours at first, and stays ours when asked again", () => {
    expect(takeExclusiveLock(directory)).toBeUndefined();
    expect(takeExclusiveLock(directory)).toBeUndefined();
    expect(readdirSync(directory)).toEqual(["lock.1"]);
  });

  it("names the running holder", async () => {
    const holder = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    try {
      const identity = findProcess(holder.pid ?? 0);
      writeFileSync(join(directory, "lock.3"), JSON.stringify(identity));
      expect(takeExclusiveLock(directory)).toEqual(identity);
    } finally {
      holder.kill("SIGKILL");
      await once(holder, "exit");
    }
  });

  it.each([
    ["a process that is gone", JSON.stringify({ pid: 2 ** 22 + 1, startedAt: "x" })],
    ["a process whose id somebody else has now", JSON.stringify({ pid: process.ppid, startedAt: "long ago" })],
    ["nonsense", "{"],
  ])("takes over from %s", (_, content) => {
    writeFileSync(join(directory, "lock.7"), content);
    expect(takeExclusiveLock(directory)).toBeUndefined();
    expect(readdirSync(directory)).toEqual(["lock.8"]);
  });

  it("lets one of several processes that find a dead holder win", async () => {
    writeFileSync(join(directory, "lock.1"), JSON.stringify({ pid: 2 ** 22 + 1, startedAt: "x" }));
    const script = `
      const { takeExclusiveLock } = await import(${JSON.stringify(lockModule)});
      const startAtMs = Number(process.argv[2]);
      while (Date.now() < startAtMs);
      console.log(takeExclusiveLock(process.argv[1]) === undefined ? "mine" : "held");
      process.stdin.resume();
      process.stdin.on("end", () => process.exit(0));
    `;
    const startAtMs = String(Date.now() + 1_500);
    const racers = Array.from({ length: 6 }, () =>
      spawn(process.execPath, ["--input-type=module", "-e", script, directory, startAtMs]),
    );
    // Nobody may end before all have answered: a dead winner's lock is free again.
    const answers = racers.map(async (racer) => String((await once(racer.stdout, "data"))[0]).trim());
    const results = await Promise.all(answers);
    await Promise.all(
      racers.map(async (racer) => {
        const rest = text(racer.stderr);
        racer.stdin.end();
        await once(racer, "exit");
        return rest;
      }),
    );
    expect(results.filter((result) => result === "mine")).toHaveLength(1);
    expect(results).toHaveLength(6);
  });
});
