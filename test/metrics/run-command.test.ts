import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CommandMetrics, type CommandMetricsOptions } from "../../src/metrics/command-metrics.ts";
import { runCommand } from "../../src/metrics/run-command.ts";

const env = { PATH: process.env.PATH ?? "" };

describe("runCommand", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tidegate-run-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const sh = (script: string, limits: { timeoutMs?: number; maxBytes?: number } = {}) =>
    runCommand({ argv: ["sh", "-c", script], env, timeoutMs: 5_000, maxBytes: 1_000, ...limits });

  const isAlive = (pid: number) => {
    try {
      process.kill(pid, 0);
      // A process that was killed and that nobody has reaped yet is dead too.
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
    } catch {
      return false;
    }
  };
  const childPid = () => Number(readFileSync(join(folder, "pid"), "utf8"));

  it("gives what the program wrote and how it ended", async () => {
    expect(await sh("echo out; echo err >&2; exit 3")).toEqual({
      kind: "ended",
      code: 3,
      stdout: "out\n",
      stderr: "err\n",
    });
  });

  it("gives arguments as they are, for no shell reads them", async () => {
    const argv = ["printf", "%s", "$(touch x); `y` 'z'"] as const;
    const ending = await runCommand({ argv: [...argv], env, timeoutMs: 5_000, maxBytes: 1_000 });
    expect(ending).toMatchObject({ stdout: "$(touch x); `y` 'z'" });
  });

  it("gives the program no other environment", async () => {
    const ending = await runCommand({ argv: ["env"], env: { ...env, A: "1" }, timeoutMs: 5_000, maxBytes: 10_000 });
    expect(ending.kind === "ended" && ending.stdout.trim().split("\n").sort()).toEqual(["A=1", `PATH=${env.PATH}`]);
  });

  it.each([
    ["takes too long", "wait", { timeoutMs: 500 }, "late"],
    ["writes too much", "yes", {}, "too-long"],
    ["writes too many complaints", "yes >&2", {}, "too-long"],
    ["has ended by itself", "echo '{}'", {}, "ended"],
  ])("kills the children too of a program that %s", async (_, end, limits, kind) => {
    const ending = await sh(`sleep 60 & echo $! > '${folder}/pid'; ${end}`, limits);
    expect(ending.kind).toBe(kind);
    await expect.poll(() => isAlive(childPid())).toBe(false);
  });

  it("does not wait for a child that holds the output", async () => {
    const startedAtMs = Date.now();
    expect(await sh("(sleep 60) & echo done")).toMatchObject({ kind: "ended", stdout: "done\n" });
    expect(Date.now() - startedAtMs).toBeLessThan(4_000);
  });

  it("says that a program is not there, or was killed", async () => {
    expect(await runCommand({ argv: ["/nowhere"], env, timeoutMs: 5_000, maxBytes: 1 })).toMatchObject({
      kind: "not-started",
      reason: expect.stringContaining("ENOENT"),
    });
    expect(await sh("kill -TERM $$")).toEqual({ kind: "signal", signal: "SIGTERM" });
  });
});

describe("what a command prints", () => {
  const print = (reply: unknown, changes: Partial<CommandMetricsOptions> = {}) =>
    new CommandMetrics({
      argv: ["printf", "%s", JSON.stringify(reply)],
      objectives: [{ kind: "latency", underMs: 50, target: 0.95 }],
      clock: { nowMs: () => 1_000_000 },
      env,
      secrets: [],
      ...changes,
    }).read();
  const arm = { requests: 10, bad: { errors: 1, "slow-50ms": 2 }, instance: "a" };

  it("is a sample of now", async () => {
    const probes = { candidate: { ...arm, requests: 20 } };
    expect(await print({ arms: { stable: arm }, probes })).toEqual({ atMs: 1_000_000, arms: { stable: arm }, probes });
  });

  it.each<[string, unknown, RegExp]>([
    ["nothing of either arm", { arms: {} }, /neither arm/],
    ["more errors than requests", { arms: { stable: { ...arm, requests: 0 } } }, /counts 1 of 0 requests/],
    [
      "no count of slow requests",
      { arms: { stable: { ...arm, bad: { errors: 1 } } } },
      /no bad.slow-50ms of the stable/,
    ],
    ["half a request", { arms: { stable: { ...arm, requests: 1.5 } } }, /arms.stable.requests/],
    [
      "a negative count",
      { arms: { stable: { ...arm, bad: { errors: -1, "slow-50ms": 0 } } } },
      /arms.stable.bad.errors/,
    ],
    ["a third arm", { arms: { stable: arm, other: arm } }, /arms: .*other/],
    ["a list", [], /the whole/],
  ])("has no answer with %s", async (_, reply, message) => {
    await expect(print(reply)).rejects.toMatchObject({ code: "unavailable", message: expect.stringMatching(message) });
  });

  it.each([
    ["echo hunter2 >&2; exit 1", /exit code 1: "\*\*\*"/],
    ["echo hunter2", /printed no JSON: "\*\*\*/],
  ])("does not repeat a secret: %s", async (script, message) => {
    const asked = print({}, { argv: ["sh", "-c", script], secrets: ["hunter2"] });
    await expect(asked).rejects.toThrow(message);
    await expect(asked).rejects.not.toThrow(/hunter2/);
  });
});
