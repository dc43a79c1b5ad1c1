import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Release } from "../../../src/release/release.ts";
import type { EmbeddedTarget } from "../../../src/targets/embedded/embedded-target.ts";
import { findProcess, isRunning } from "../../../src/targets/embedded/process-identity.ts";
import { apply, EmbeddedBench, prepare, recordOf, rolloutOf, serve, until } from "./bench.ts";

const actorPath = fileURLToPath(new URL("actor.ts", import.meta.url));

describe("the embedded target when something dies", () => {
  let bench: EmbeddedBench;
  let target: EmbeddedTarget;
  let first: Release;
  let second: Release;
  let url: string;

  beforeEach(async () => {
    bench = await EmbeddedBench.open();
    target = bench.target();
    first = await bench.build("1.0.0");
    second = await bench.build("1.1.0");
    url = await serve(target, first);
  });
  afterEach(() => bench.close());

  it("serves on when the process that started everything is killed, and takes the traffic back at the lease's end", async () => {
    const actor = spawn(
      process.execPath,
      [actorPath, JSON.stringify({ home: bench.home, host: bench.registry.host })],
      {
        stdio: ["pipe", "pipe", "inherit"],
        env: { ...process.env, SECRET_OF_THE_ACTOR: "hunter2", RUNNER_TRACKING_ID: "github_1" },
      },
    );
    actor.stdin.end(JSON.stringify({ release: second, rollout: rolloutOf(first, second, 2_000) }));
    await once(actor.stdout, "data");
    actor.kill("SIGKILL");
    await once(actor, "exit");
    const killedAtMs = Date.now();

    expect((await target.observe()).candidatePercent).toBe(20);
    await until(target, ({ candidatePercent }) => candidatePercent === 0);
    expect(Date.now() - killedAtMs).toBeLessThan(2_000 + 1_000);
    await expect.poll(async () => (await target.read())?.record.rollout?.phase).toBe("rolling-back");
    expect((await target.read())?.record).toMatchObject({ epoch: 3, rollout: { failure: { kind: "lease-expired" } } });
    const late = target.apply({ kind: "set-weight", candidatePercent: 50 }, { epoch: 2, key: "late" });
    await expect(late).rejects.toMatchObject({ code: "fenced" });
    const answers = await Promise.all(Array.from({ length: 20 }, async () => (await fetch(url)).text()));
    expect(new Set(answers)).toEqual(new Set(["1.0.0"]));
  });

  it("does not start a candidate whose pull outlived its rollout", async () => {
    const slow = bench.target({
      registry: {
        getManifest: (image, digest) => bench.client.getManifest(image, digest),
        getBlob: async (image, digest) => {
          await pulled;
          return bench.client.getBlob(image, digest);
        },
      },
    });
    let deliver = () => {};
    const pulled = new Promise<void>((resolve) => {
      deliver = resolve;
    });
    const live = await target.read();
    const rollout = { ...rolloutOf(first, second, 60_000), phase: "preparing" as const, stepIndex: -1 };
    const begun = await target.write(recordOf(2, { live: first, rollout }), live?.revision);
    const late = slow.apply({ kind: "prepare", release: second }, { epoch: 2, key: "r1/2/-1/prepare" });
    late.catch(() => undefined);
    await target.write(recordOf(2, { live: first, rollout: { ...rollout, phase: "rolled-back" } }), begun);
    deliver();
    await expect(late).rejects.toMatchObject({ code: "fenced", message: expect.stringContaining("came too late") });
    expect((await target.observe()).arms.candidate).toBeUndefined();
  });

  it("gives services nothing of the environment of whoever deploys", async () => {
    process.env.SECRET_OF_THE_ACTOR = "hunter2";
    process.env.RUNNER_TRACKING_ID = "github_1";
    try {
      await target.shutDown();
      await target.observe();
      await until(target, ({ arms }) => arms.stable?.ready);
      const environment = JSON.parse(await (await fetch(`${url}/environment`)).text());
      expect(Object.keys(environment).sort()).toEqual(["FROM_IMAGE", "HOST", "MODE", "PATH", "PORT", "VERSION"]);
    } finally {
      delete process.env.SECRET_OF_THE_ACTOR;
      delete process.env.RUNNER_TRACKING_ID;
    }
  });

  it("starts the recorded stable release again on the same port when the gate is killed, and nothing of it is left over", async () => {
    await prepare(target, second);
    await apply(target, { kind: "set-weight", candidatePercent: 50 });
    const stored = await target.read();
    await target.write(recordOf(1, { live: first, rollout: rolloutOf(first, second, 60_000) }), stored?.revision);
    const pids = await pidsBehind(url, 2);
    const gate = bench.gate();
    process.kill(gate.process.pid, "SIGKILL");

    const seen = await until(target, ({ arms }) => arms.stable?.ready);
    expect(seen).toMatchObject({ candidatePercent: 0, url, arms: { stable: { release: first } } });
    expect(seen.arms.candidate).toBeUndefined();
    expect(bench.gate().process.pid).not.toBe(gate.process.pid);
    expect(await (await fetch(url)).text()).toBe("1.0.0");
    expect(pids.map((pid) => findProcess(pid))).toEqual([undefined, undefined]);
    await expect(apply(target, { kind: "set-weight", candidatePercent: 50 })).rejects.toMatchObject({
      code: "not-ready",
    });
  });

  it("needs no registry to go back, not even to a release that was replaced before the gate was killed", async () => {
    await prepare(target, second);
    await apply(target, { kind: "set-weight", candidatePercent: 100 });
    await apply(target, { kind: "promote" });
    await bench.registry.close();
    process.kill(bench.gate().process.pid, "SIGKILL");
    await apply(target, { kind: "restore", stable: first });
    await until(target, ({ arms }) => arms.stable?.release.digest === first.digest && arms.stable.ready);
    expect(await (await fetch(url)).text()).toBe("1.0.0");
  });

  it("has one gate when several ask for the first one at the same moment", async () => {
    const adapters = Array.from({ length: 4 }, () => bench.target({ environment: "staging" }));
    await Promise.all(adapters.map((adapter) => adapter.metricsPage()));
    const seen = await Promise.all(adapters.map((adapter) => adapter.observe()));
    expect(new Set(seen.map((observation) => observation.url)).size).toBe(1);
    expect(isRunning(bench.gate("info", "staging").process)).toBe(true);
  });

  it("has one gate when several find the one before dead", async () => {
    const { pid } = bench.gate().process;
    process.kill(pid, "SIGKILL");
    const seen = await Promise.all(Array.from({ length: 4 }, () => bench.target().observe()));
    expect(new Set(seen.map((observation) => observation.url))).toEqual(new Set([url]));
  });

  it("leaves nothing behind when it is told to end after its gate was killed", async () => {
    const [pid = 0] = await pidsBehind(url, 1);
    process.kill(bench.gate().process.pid, "SIGKILL");
    await target.shutDown();
    expect(findProcess(pid)).toBeUndefined();
    await expect(fetch(url)).rejects.toThrow();
  });

  it("ends with all its processes when it is told to, and keeps the record", async () => {
    const [pid = 0] = await pidsBehind(url, 1);
    const before = await target.read();
    const { process: gate } = bench.gate();
    await target.shutDown();
    expect(isRunning(gate)).toBe(false);
    expect(findProcess(pid)).toBeUndefined();
    expect(await target.read()).toEqual(before);
  });
});

/** Process ids of the instances that answer. */
async function pidsBehind(url: string, count: number): Promise<readonly number[]> {
  const pids = new Set<number>();
  while (pids.size < count) pids.add(Number(await (await fetch(`${url}/pid`)).text()));
  return [...pids];
}
