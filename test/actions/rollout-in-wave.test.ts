import { describe, expect, it } from "vitest";
import { type RolloutInputs, type RolloutPorts, run } from "../../actions/rollout/run.ts";
import type { Runner } from "../../src/action/runner.ts";
import { UnavailableError } from "../../src/errors/tidegate-error.ts";
import type { DeliveryRecord } from "../../src/rollout/record.ts";
import { liveRecord, trafficBench, v1, v2 } from "../rollout/bench.ts";
import { recordIn } from "../rollout/record-in.ts";
import { quickManifest } from "./rollout-bench.ts";

const inputs: RolloutInputs = {
  service: "info",
  environment: "us",
  ...v2,
  reason: "weekly",
  reversible: "true",
  hotfix: "false",
  "retry-reason": undefined,
  "override-freeze": undefined,
  "override-budget": undefined,
  manifest: "delivery.json",
  token: undefined,
};

/** Rolls 1.1.0 out in us; eu, the region before, has these records; as many looks between them are not answered. */
async function rollOut(looks: readonly [DeliveryRecord, DeliveryRecord], unanswered = 0) {
  const { metrics, target, clock, ports } = await trafficBench(v1);
  const [service] = quickManifest().services;
  const [environment] = service?.environments ?? [];
  if (service === undefined || environment === undefined) throw new TypeError("the manifest is empty");
  const settings = { ...environment, name: "us", wave: "production" };
  let look = 0;
  const read = async () => {
    const isFirst = look++ === 0;
    if (!isFirst && look <= unanswered + 1) throw new UnavailableError("no answer");
    return { record: looks[isFirst ? 0 : 1], revision: "1" };
  };
  const connection: RolloutPorts["connection"] = {
    ...{ service, settings, target, metrics, clock, channels: ports.channels, channelProblems: [] },
    regionsBefore: [{ name: "eu", records: { read, write: () => Promise.reject(new TypeError("nobody may write")) } }],
    commits: { isAncestor: async () => false },
    context: { actor: "ada", holder: "run 1", runUrl: "run/1" },
    seen: { url: undefined },
  };
  const outputs: Record<string, string> = {};
  const failures: string[] = [];
  const runner: Runner = {
    ...{ getInput: () => "", setSecret: () => {}, info: () => {}, warning: () => {}, addSummary: async () => {} },
    setOutput: (name, value) => {
      outputs[name] = value;
    },
    setFailed: (message) => failures.push(message),
  };
  await run(inputs, { connection, runner, signal: new AbortController().signal });
  const record = target.stored?.record;
  const afterMs = clock.nowMs() - (record?.rollout?.endedAtMs ?? Number.NaN);
  return { outputs, failures, live: record?.live, afterMs };
}

const undone = (runUrl: string): DeliveryRecord => {
  const line = {
    atMs: 1,
    actor: "ada",
    action: "undo",
    reason: "us failed",
    digest: v2.digest,
    runUrl,
    result: "stays",
  };
  return { ...liveRecord(v2), audit: [line] };
};

describe("a rollout in the second region of a wave", () => {
  it("succeeds where the first region keeps the release", async () => {
    const { outputs, failures, live } = await rollOut([liveRecord(v2), liveRecord(v2)]);
    expect([outputs.outcome, failures, live]).toEqual(["succeeded", [], v2]);
  });

  it("has not succeeded where the first region has lost the release meanwhile: the wave goes back", async () => {
    const { outputs, failures, live } = await rollOut([liveRecord(v2), liveRecord(v1)]);
    expect([outputs.outcome, outputs.phase, live]).toEqual(["refused", "succeeded", v2]);
    expect(failures).toEqual([
      expect.stringContaining("1.1.0 succeeded in us, but is not live in eu any more: 1.0.0 is live there"),
    ]);
  });

  it("looks again, for half a minute, where the first region does not answer", async () => {
    const answered = await rollOut([liveRecord(v2), liveRecord(v2)], 3);
    expect([answered.outputs.outcome, answered.failures]).toEqual(["succeeded", []]);
    const lost = await rollOut([liveRecord(v2), liveRecord(v1)], 3);
    expect(lost.failures).toEqual([expect.stringContaining("but is not live in eu any more: 1.0.0 is live there")]);
    const silent = await rollOut([liveRecord(v2), liveRecord(v2)], Number.POSITIVE_INFINITY);
    expect([silent.outputs.outcome, silent.failures]).toEqual([
      "refused",
      [expect.stringContaining("but nobody knows whether it is live in eu: its record cannot be read: no answer")],
    ]);
    expect(silent.afterMs).toBeGreaterThanOrEqual(20_000);
    expect(silent.afterMs).toBeLessThanOrEqual(40_000);
  });

  it("says so where another rollout has begun in the first region meanwhile", async () => {
    const { rollout } = recordIn("observing");
    const under = { ...liveRecord(v2), ...(rollout && { rollout }) };
    const { failures } = await rollOut([liveRecord(v2), under]);
    expect(failures).toEqual([expect.stringContaining("but may not stay in eu: 1.1.0 is under way there")]);
  });

  it("begins nothing where the same run was to take the release back in the first region", async () => {
    const { outputs, failures, live } = await rollOut([undone("run/1"), undone("run/1")]);
    expect([outputs.outcome, live]).toEqual(["refused", v1]);
    expect(failures).toEqual([expect.stringContaining("this run was to take it back there")]);
  });

  it("goes on where another run was", async () => {
    expect((await rollOut([undone("run/0"), undone("run/0")])).outputs.outcome).toBe("succeeded");
  });
});
