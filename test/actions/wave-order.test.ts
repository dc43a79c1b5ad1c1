import { describe, expect, it, type TestContext } from "vitest";
import { findMissing, outOfOrder } from "../../actions/rollout/wave-order.ts";
import { UnavailableError } from "../../src/errors/tidegate-error.ts";
import type { DeliveryRecord } from "../../src/rollout/record.ts";
import { liveRecord, v1, v2 } from "../rollout/bench.ts";
import { recordIn } from "../rollout/record-in.ts";
import { quickManifest, RolloutBench } from "./rollout-bench.ts";

const region = (name: string, live: typeof v1 | undefined, changes: Partial<DeliveryRecord> = {}) => ({
  name,
  records: {
    read: async () => (live === undefined ? undefined : { record: { ...liveRecord(live), ...changes }, revision: "1" }),
  },
});
const under = (...[phase]: Parameters<typeof recordIn>) => ({ rollout: recordIn(phase).rollout });
const line = { rolloutId: "r", release: v2, phase: "succeeded" as const, text: "", startedAtMs: 1 };
/** The run was to take it back at 5; the release had been brought then. */
const undone = (endedAtMs: number, runUrl: string, digest = v2.digest): Partial<DeliveryRecord> => ({
  history: [{ ...line, endedAtMs }],
  audit: [{ atMs: 5, actor: "ada", action: "undo", reason: "us failed", digest, runUrl, result: "it stays" }],
});
const silent = { name: "eu", records: { read: () => Promise.reject(new UnavailableError("no answer")) } };

describe("where a wave has not come, or not stayed", () => {
  it.each([
    ["nothing comes before", [], undefined],
    ["it is live in all before", [region("eu", v2), region("us", v2)], undefined],
    [
      "one has another release",
      [region("eu", v2), region("us", v1)],
      { region: "us", kind: "lost", instead: "1.0.0 is live there" },
    ],
    ["one has none", [region("eu", undefined)], { region: "eu", kind: "lost", instead: "nothing is live there" }],
    ["a rollout in one has ended", [region("eu", v2, under("succeeded"))], undefined],
    [
      "a rollout is under way in one",
      [region("eu", v2, under("observing"))],
      { region: "eu", kind: "unsettled", instead: "1.1.0 is under way there" },
    ],
    [
      "one could not go back",
      [region("eu", v2, under("rollback-failed"))],
      { region: "eu", kind: "unsettled", instead: "1.1.0 is under way there" },
    ],
    [
      "this run was to take it back in one",
      [region("eu", v2, undone(4, "run/1"))],
      { region: "eu", kind: "unsettled", instead: "this run was to take it back there" },
    ],
    ["this run has brought it again since", [region("eu", v2, undone(6, "run/1"))], undefined],
    ["another run was to take it back", [region("eu", v2, undone(4, "run/2"))], undefined],
    ["this run was to take another release back", [region("eu", v2, undone(4, "run/1", v1.digest))], undefined],
    [
      "one does not answer",
      [silent],
      { region: "eu", kind: "unreadable", instead: "its record cannot be read: no answer" },
    ],
  ])("when %s", async (_, before, expected) => {
    expect(await findMissing({ digest: v2.digest, runUrl: "run/1" }, before)).toEqual(expected);
  });
});

describe("a rollout that a wave has not come to says", () => {
  it.each([
    ["lost", "1.1.0 is not live in eu, which comes before us in the wave: why. Nothing was begun"],
    ["unsettled", "1.1.0 may not stay in eu, which comes before us in the wave: why. Nothing was begun"],
    ["unreadable", "1.1.0: nobody knows whether it is live in eu, which comes before us in the wave: why. Nothing"],
  ] as const)("what is known of the region before (%s)", (kind, text) => {
    const { message } = outOfOrder({ version: "1.1.0", environment: "us" }, { region: "eu", kind, instead: "why" });
    expect(message).toContain(text);
  });
});

/** Two regions of one wave, with nothing in them. */
async function twoRegions(context: TestContext): Promise<RolloutBench> {
  const bench = await RolloutBench.start();
  context.onTestFinished(() => bench.stop());
  const [service] = quickManifest({ environment: { strategy: { kind: "recreate", bakeMs: 0 } } }).services;
  const [environment] = service?.environments ?? [];
  if (service === undefined || environment === undefined) throw new TypeError("the manifest is empty");
  const environments = ["eu", "us"].map((name) => ({ ...environment, name, wave: "production" }));
  bench.writeManifest(JSON.stringify({ schema: 1, generator: "0.1.0", services: [{ ...service, environments }] }));
  return bench;
}

describe("the rollout action's bundle, in a region of a wave", () => {
  it("begins nothing where the release is not live in the region before, whoever runs it", async (context) => {
    const bench = await twoRegions(context);
    const first = await bench.build("1.0.0");
    const refused = await bench.run("rollout", { ...first, environment: "us" });
    expect([refused.exitCode, refused.outputs.outcome]).toEqual([1, "refused"]);
    expect(refused.log).toContain("1.0.0 is not live in eu, which comes before us in the wave: nothing is live there.");
    expect(await bench.record("us")).toBeUndefined();
    expect(bench.sink.notices).toEqual([]);
  });

  it("has nothing to do, and the wave goes on, where the release is live already", async (context) => {
    const bench = await twoRegions(context);
    const first = await bench.build("1.0.0");
    for (const environment of ["eu", "us"]) await bench.run("rollout", { ...first, environment });
    const record = await bench.record("us");
    const again = await bench.run("rollout", { ...first, environment: "us" }, { GITHUB_RUN_ID: "43" });
    expect([again.exitCode, again.outputs.outcome]).toEqual([0, "succeeded"]);
    expect(await bench.record("us")).toEqual(record);
  });

  it("is taken back by the run that brought it, only, without registry, and the team is told if it stays", async (context) => {
    const bench = await twoRegions(context);
    const [first, second] = [await bench.build("1.0.0"), await bench.build("1.1.0", { SALT: "1" })];
    await bench.run("rollout", { ...first, environment: "eu" }, { GITHUB_RUN_ID: "41" });
    await bench.run("rollout", { ...second, environment: "eu" });
    await bench.stopRegistry();
    const undo = { mode: "undo", environment: "eu", digest: second.digest, reason: "Wave production went back in us" };
    const foreign = await bench.run("reconcile", undo, { GITHUB_RUN_ID: "43" });
    expect([foreign.exitCode, foreign.outputs.outcome]).toEqual([0, "nothing-to-do"]);
    expect(bench.sink.notices.at(-1)?.text).toContain("but eu is left as it is: 1.1.0 is live through another run");
    const own = await bench.run("reconcile", undo);
    expect([own.exitCode, own.outputs.outcome, own.outputs.version]).toEqual([0, "succeeded", ""]);
    expect((await bench.record("eu"))?.live).toEqual(first);
    const again = await bench.run("reconcile", undo);
    expect([again.exitCode, again.outputs.outcome]).toEqual([0, "nothing-to-do"]);
  });

  it("is not taken back without a release's digest", async (context) => {
    const bench = await twoRegions(context);
    const run = await bench.run("reconcile", { mode: "undo", environment: "eu", reason: "r" });
    expect([run.exitCode, run.log]).toEqual([1, expect.stringContaining("is needed by undo: which release?")]);
  });
});
