import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Release } from "../../../src/release/release.ts";
import { type GatePaths, gatePaths } from "../../../src/targets/embedded/embedded-paths.ts";
import type { EmbeddedTarget } from "../../../src/targets/embedded/embedded-target.ts";
import { apply, EmbeddedBench, prepare, recordOf, rolloutOf, serve, until } from "./bench.ts";

describe("the embedded target whose files are damaged under it", () => {
  let bench: EmbeddedBench;
  let target: EmbeddedTarget;
  let first: Release;
  let second: Release;
  let url: string;
  let paths: GatePaths;

  beforeEach(async () => {
    bench = await EmbeddedBench.open();
    target = bench.target();
    first = await bench.build("1.0.0");
    second = await bench.build("1.1.0");
    url = await serve(target, first);
    paths = gatePaths(bench.home, "production", "info");
  });
  afterEach(() => bench.close());

  it.each([
    ["is no record any more", () => writeFileSync(paths.record, "{")],
    ["is gone", () => rmSync(paths.record)],
  ])("takes the traffic back at the lease's end although the record %s", async (_, damage) => {
    await prepare(target, second);
    await apply(target, { kind: "set-weight", candidatePercent: 20 });
    const stored = await target.read();
    await target.write(recordOf(2, { live: first, rollout: rolloutOf(first, second, 1_000) }), stored?.revision);
    damage();
    expect((await target.observe()).candidatePercent).toBe(20);
    const seen = await until(target, ({ candidatePercent }) => candidatePercent === 0, 3_000);
    expect(seen.arms).toMatchObject({ stable: { release: first, ready: true } });
    expect(await (await fetch(url)).text()).toBe("1.0.0");
    // Nothing is decided from what cannot be read, and nothing is written over it.
    if (existsSync(paths.record)) await expect(target.read()).rejects.toMatchObject({ code: "corrupt-record" });
    else expect(await target.read()).toBeUndefined();
  });

  it.each([
    ["its log", () => paths.log],
    ["its state", () => paths.state],
  ])("goes on when %s cannot be written", async (_, pathOf) => {
    rmSync(pathOf());
    mkdirSync(pathOf());
    await prepare(target, second);
    await apply(target, { kind: "set-weight", candidatePercent: 100 });
    await apply(target, { kind: "promote" });
    expect(await (await fetch(url)).text()).toBe("1.1.0");
    expect((await fetch(`${url}/crash`)).status).toBe(502);
    await until(target, ({ arms }) => arms.stable?.restarts === 1 && arms.stable.ready);
    rmSync(pathOf(), { recursive: true });
  });

  it("starts a service again as soon as its output can be kept again", async () => {
    rmSync(paths.logs, { recursive: true });
    expect((await fetch(`${url}/crash`)).status).toBe(502);
    const { arms } = await until(target, (seen) => (seen.arms.stable?.restarts ?? 0) >= 2);
    expect(arms.stable?.notReadyReason).toContain("cannot be started: ENOENT");
    mkdirSync(paths.logs);
    await until(target, (seen) => seen.arms.stable?.ready);
    expect(await (await fetch(url)).text()).toBe("1.0.0");
  });
});
