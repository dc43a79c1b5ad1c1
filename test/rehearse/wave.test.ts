import { describe, expect, it, onTestFinished, type TestContext } from "vitest";
import { isFinal } from "../../src/rollout/notice.ts";
import type { DeliveryRecord } from "../../src/rollout/record.ts";
import { type Region, regions, WaveBench } from "./wave-bench.ts";

async function startBench(context: TestContext, breaksIn?: Region): Promise<WaveBench> {
  const bench = await WaveBench.start(breaksIn);
  context.onTestFinished(() => bench.stop());
  return bench;
}

const results = ({ jobs }: Awaited<ReturnType<WaveBench["promote"]>>["result"]) =>
  Object.fromEntries(Object.entries(jobs).map(([id, { result }]) => [id, result]));

/** Final notices of a region, without those of the release that was there first. */
const finals = ({ bench }: WaveBench, region: Region) =>
  bench.sink.notices
    .filter((notice) => notice.environment === region && isFinal(notice))
    .slice(1)
    .map(({ kind, version }) => `${kind} ${version}`);

describe("a wave of three regions, promoted by its workflow", { timeout: 120_000 }, () => {
  it("with a breach in the second goes back there by itself, then in the first, and never comes to the third", async (context) => {
    const wave = await startBench(context, "us");
    const untouched = await wave.record("ap");
    const { result, lines } = await wave.promote();
    expect(results(result), lines.join("\n")).toEqual({
      admit: "success",
      "rollout-eu": "success",
      "rollout-us": "failure",
      "rollout-ap": "skipped",
      "rollback-ap": "skipped",
      "rollback-us": "success",
      "rollback-eu": "success",
      "finish-production": "skipped",
      notice: "success",
    });
    expect(await wave.serving()).toEqual({ eu: "1.0.0", us: "1.0.0", ap: "1.0.0" });
    for (const region of regions) expect((await wave.record(region)).live).toEqual(wave.old);
    const [eu, us, ap] = [await wave.record("eu"), await wave.record("us"), await wave.record("ap")];
    expect(ap).toEqual(untouched);
    expect(us.rollout).toMatchObject({ phase: "rolled-back", failure: { kind: "verdict" } });
    const reason = "Wave production went back in us";
    expect(eu.rollout).toMatchObject({ phase: "succeeded", plan: { strategy: "restore" }, reason });
    expect(eu.audit[0]).toMatchObject({ action: "undo", actor: "mona", reason, result: "1.0.0 is brought back" });
    expect(eu.history.slice(0, 2).map(({ release }) => release.version)).toEqual(["1.0.0", "1.1.0-alpha.1"]);
    expect(us.rollout?.endedAtMs).toBeLessThanOrEqual(eu.rollout?.startedAtMs ?? 0);
    expect(finals(wave, "eu")).toEqual(["succeeded 1.1.0-alpha.1", "succeeded 1.0.0"]);
    expect(finals(wave, "us")).toEqual(["rolled-back 1.1.0-alpha.1"]);
    expect(finals(wave, "ap")).toEqual([]);
    for (const { outbox, rollout } of [eu, us, ap]) expect([outbox, rollout?.lease]).toEqual([[], undefined]);
    expect(await wave.tags()).toEqual(["v1.1.0-alpha.1"]);
  });

  it("begins a region once the bake of the one before is over, and names the release when all have it", async (context) => {
    const wave = await startBench(context);
    const { result, lines } = await wave.promote();
    expect(result.conclusion, lines.join("\n")).toBe("success");
    expect(await wave.serving()).toEqual({ eu: "1.1.0-alpha.1", us: "1.1.0-alpha.1", ap: "1.1.0-alpha.1" });
    const rollouts = await Promise.all(regions.map(async (region) => (await wave.record(region)).rollout));
    for (const [index, rollout] of rollouts.entries()) {
      expect(rollout?.timeline.map(({ phase }) => phase)).toContain("baking");
      if (index > 0) expect(rollout?.startedAtMs).toBeGreaterThanOrEqual(rollouts[index - 1]?.endedAtMs ?? 0);
    }
    expect(results(result)).toMatchObject({ "rollback-eu": "skipped", "finish-production": "success" });
    expect(await wave.tags()).toContain("v1.1.0");
  });

  it("goes back in all when a person takes the first back while the last is under way", async (context) => {
    const wave = await startBench(context);
    const run = wave.promote();
    const isObserving = (record: DeliveryRecord | undefined) => record?.rollout?.phase === "observing";
    await wave.bench.untilRecord(isObserving, { place: "ap", timeoutMs: 90_000 });
    const person = { mode: "rollback", environment: "eu", reason: "users in eu complain" };
    const back = await wave.bench.run("reconcile", person, { GITHUB_RUN_ID: "900" });
    expect(back.outputs.outcome, back.log).toBe("succeeded");
    const { result, lines } = await run;
    expect(results(result), lines.join("\n")).toMatchObject({
      "rollout-us": "success",
      "rollout-ap": "failure",
      "rollback-eu": "success",
      "finish-production": "skipped",
    });
    expect(await wave.serving()).toEqual({ eu: "1.0.0", us: "1.0.0", ap: "1.0.0" });
    expect(await wave.tags()).toEqual(["v1.1.0-alpha.1"]);
  });

  it.each<[string, (stop: AbortController, driver: number) => void, readonly string[]]>([
    [
      "is cancelled",
      (stop, driver) => {
        stop.abort();
        process.kill(driver, "SIGINT");
      },
      ["rolled-back 1.1.0-alpha.1"],
    ],
    [
      "is cancelled unheard",
      (stop) => stop.abort(),
      ["succeeded 1.1.0-alpha.1", "succeeded 1.0.0", "failed 1.1.0-alpha.1"],
    ],
    ["loses its runner", (_, driver) => void process.kill(driver, "SIGKILL"), ["rolled-back 1.1.0-alpha.1"]],
  ])("that %s in the second goes back in both", async (_, interfere, told) => {
    const wave = await WaveBench.start();
    onTestFinished(() => wave.stop());
    const stop = new AbortController();
    const run = wave.promote(stop.signal);
    const observing = await wave.bench.untilRecord((record) => record?.rollout?.phase === "observing", {
      place: "us",
      timeoutMs: 60_000,
    });
    interfere(stop, driverOf(observing));
    const { result, lines } = await run;
    expect(results(result), lines.join("\n")).toMatchObject({
      "rollout-eu": "success",
      "rollout-ap": "skipped",
      "rollback-us": "success",
      "rollback-eu": "success",
      "finish-production": "skipped",
    });
    expect(await wave.serving()).toEqual({ eu: "1.0.0", us: "1.0.0", ap: "1.0.0" });
    expect(finals(wave, "eu")).toEqual(["succeeded 1.1.0-alpha.1", "succeeded 1.0.0"]);
    expect(finals(wave, "us"), lines.join("\n")).toEqual(told);
  });
});

/** The process that drives the rollout, as its lease says. */
function driverOf(record: DeliveryRecord | undefined): number {
  const [, pid] = /process (\d+)$/.exec(record?.rollout?.lease?.holder ?? "") ?? [];
  if (pid === undefined) throw new TypeError("nobody drives the rollout");
  return Number(pid);
}
