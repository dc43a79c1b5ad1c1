import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TargetMetrics } from "../../../src/metrics/index.ts";
import { gatePaths } from "../../../src/targets/embedded/embedded-paths.ts";
import type { EmbeddedTarget } from "../../../src/targets/embedded/embedded-target.ts";
import { apply, EmbeddedBench, prepare, recordOf, serve, systemClock, until } from "./bench.ts";

describe("the arms of the embedded target", () => {
  let bench: EmbeddedBench;
  let target: EmbeddedTarget;

  beforeEach(async () => {
    bench = await EmbeddedBench.open();
    target = bench.target();
  });
  afterEach(() => bench.close());

  it("says why a service is not ready: what its health page answers", async () => {
    await apply(target, { kind: "prepare", release: await bench.build("1.0.0", "never-ready") });
    const reason = () => target.observe().then(({ arms }) => arms.candidate?.notReadyReason);
    await expect.poll(reason).toContain("answers 503 to GET /healthz");
  });

  it("says why a service is not ready: how it ended and what it last wrote; and starts it again, ever later", async () => {
    await apply(target, { kind: "prepare", release: await bench.build("1.0.0", "exits") });
    const { arms } = await until(target, (seen) => (seen.arms.candidate?.restarts ?? 0) >= 2);
    expect(arms.candidate).toMatchObject({ ready: false, instances: 0 });
    expect(arms.candidate?.notReadyReason).toMatch(
      /exited with code 7 after \d\.\d s; its last lines: .*cannot find the tide table/,
    );
  });

  it("starts a service again that crashed, and counts it", async () => {
    const url = await serve(target, await bench.build("1.0.0"));
    expect((await target.observe()).arms.stable?.restarts).toBe(0);
    expect((await fetch(`${url}/crash`)).status).toBe(502);
    await until(target, ({ arms }) => arms.stable?.restarts === 1 && arms.stable.ready);
    expect((await fetch(url)).status).toBe(200);
  });

  it("runs as many instances as it is told, each in turn", async () => {
    const several = bench.target({ settings: { ...bench.options().settings, instances: 3 } });
    const url = await serve(several, await bench.build("1.0.0"));
    expect((await several.observe()).arms.stable?.instances).toBe(3);
    const pids: string[] = [];
    for (let count = 0; count < 6; count += 1) pids.push(await (await fetch(`${url}/pid`)).text());
    expect(new Set(pids.slice(0, 3)).size).toBe(3);
    expect(pids.slice(3)).toEqual(pids.slice(0, 3));
  });

  it("passes settings on to the service, and the URL of a service beside it", async () => {
    const data = bench.target({ service: "data" });
    await data.metricsPage();
    const dataUrl = (await data.observe()).url;
    const settings = { ...bench.options().settings, env: { TIDE: "high", DATA_URL: { urlOf: "data" } } };
    const url = await serve(bench.target({ settings }), await bench.build("1.0.0"));
    const environment = JSON.parse(await (await fetch(`${url}/environment`)).text());
    expect(environment).toMatchObject({ TIDE: "high", DATA_URL: dataUrl, VERSION: "1.0.0", FROM_IMAGE: "yes" });
  });

  it("names the service that must be deployed first", async () => {
    const settings = { ...bench.options().settings, env: { DATA_URL: { urlOf: "data" } } };
    const effect = { kind: "prepare", release: await bench.build("1.0.0") } as const;
    await expect(apply(bench.target({ settings }), effect)).rejects.toMatchObject({
      code: "not-found",
      message:
        "info needs the URL of data in production (its DATA_URL), and data does not run there. Deploy data to production first.",
    });
  });

  it("brings back a release with the settings it ran with, not with those of the one after", async () => {
    const first = await bench.build("1.0.0");
    const settings = bench.options().settings;
    const url = await serve(bench.target({ settings: { ...settings, env: { TIDE: "low" } } }), first);
    const later = bench.target({ settings: { ...settings, env: { TIDE: "high" } } });
    await prepare(later, await bench.build("1.1.0"));
    await apply(later, { kind: "set-weight", candidatePercent: 100 });
    await apply(later, { kind: "promote" });
    const tide = async () => JSON.parse(await (await fetch(`${url}/environment`)).text()).TIDE;
    expect(await tide()).toBe("high");
    await apply(later, { kind: "restore", stable: first });
    expect(await tide()).toBe("low");
  });

  it("says whose port it is when the port is in use, and what to do", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    try {
      const settings = { ...bench.options().settings, port };
      await expect(bench.target({ settings }).metricsPage()).rejects.toMatchObject({
        code: "not-ready",
        message: expect.stringMatching(
          new RegExp(`^Port ${port} is in use on this machine, so info in production .*lsof -i :${port}`),
        ),
      });
      // The same when the port changes under a gate that runs.
      const url = await serve(target, await bench.build("1.0.0"));
      const release = await bench.build("1.1.0");
      await expect(apply(bench.target({ settings }), { kind: "prepare", release })).rejects.toMatchObject({
        code: "not-ready",
      });
      expect((await fetch(url)).status).toBe(200);
    } finally {
      other.close();
    }
  });

  it("moves to another port with the next release when the manifest says so", async () => {
    await serve(target, await bench.build("1.0.0"));
    const probe = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => probe.once("listening", resolve));
    const address = probe.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    await new Promise((resolve) => probe.close(resolve));
    await prepare(bench.target({ settings: { ...bench.options().settings, port } }), await bench.build("1.1.0"));
    expect((await target.observe()).url).toBe(`http://127.0.0.1:${port}`);
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe("1.0.0");
  });

  it("does not make a candidate stable that does not serve everything", async () => {
    await serve(target, await bench.build("1.0.0"));
    await prepare(target, await bench.build("1.1.0"));
    await apply(target, { kind: "set-weight", candidatePercent: 50 });
    await expect(apply(target, { kind: "promote" })).rejects.toMatchObject({ code: "not-ready" });
    expect((await target.observe()).arms.stable?.release.version).toBe("1.0.0");
  });

  it("leaves the traffic where it is while the release to go back to does not get ready", async () => {
    const url = await serve(target, await bench.build("1.0.0"));
    const broken = await bench.build("0.9.0", "never-ready");
    await prepare(target, await bench.build("1.1.0"));
    await apply(target, { kind: "prepare", release: broken });
    const restoring = apply(target, { kind: "restore", stable: broken });
    restoring.catch(() => undefined);
    await until(target, ({ arms }) => arms.stable?.release.version === "1.0.0");
    await systemClock.until(Date.now() + 500);
    expect(await (await fetch(url)).text()).toBe("1.0.0");
    const stored = await target.read();
    await target.write(recordOf(2), stored?.revision);
    // It would go on trying; a newer actor ends that.
    await expect(restoring).rejects.toMatchObject({ code: "fenced" });
  });

  it("counts both arms by the new limits when an objective changes", async () => {
    await serve(target, await bench.build("1.0.0"));
    const objectives = [{ kind: "latency", target: 0.95, underMs: 80 }] as const;
    const changed = bench.target({ objectives });
    const metrics = new TargetMetrics(changed, objectives, systemClock);
    await expect(metrics.read()).rejects.toMatchObject({ code: "unavailable" });
    await prepare(changed, await bench.build("1.1.0"));
    expect((await metrics.read()).arms).toMatchObject({
      stable: { requests: 0, bad: { "slow-80ms": 0 } },
      candidate: { requests: 0, bad: { "slow-80ms": 0 } },
    });
  });

  it.each([
    ["nonsense", "{ not json", /cannot be understood/],
    [
      "a record of a newer tidegate",
      JSON.stringify({ ...recordOf(1), formatVersion: 99 }),
      /newer tidegate \(format 99/,
    ],
    ["a record without its epoch", JSON.stringify({ ...recordOf(1), epoch: undefined }), /cannot be understood/],
  ])("decides nothing from %s and keeps serving, and does not overwrite it", async (_, text, message) => {
    const first = await bench.build("1.0.0");
    const url = await serve(target, first);
    const { record: path } = gatePaths(bench.home, "production", "info");
    writeFileSync(path, text);
    const corrupt = { code: "corrupt-record", message: expect.stringMatching(message) };
    await expect(target.read()).rejects.toMatchObject(corrupt);
    await expect(target.write(recordOf(9), undefined)).rejects.toMatchObject(corrupt);
    const effect = { kind: "restore", stable: undefined } as const;
    await expect(target.apply(effect, { epoch: 9, key: "test" })).rejects.toMatchObject(corrupt);
    expect(readFileSync(path, "utf8")).toBe(text);
    expect(await (await fetch(url)).text()).toBe("1.0.0");
    process.kill(bench.gate().process.pid, "SIGKILL");
    await until(target, ({ arms }) => arms.stable?.release.digest === first.digest && arms.stable.ready);
    expect(await (await fetch(url)).text()).toBe("1.0.0");
  });
});
