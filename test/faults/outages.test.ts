import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";
import { startGithubServer } from "../../src/testing/github-server.ts";
import type { RolloutBench } from "../actions/rollout-bench.ts";
import { buildCrashPrograms, type CrashPrograms } from "../crash/crash-programs.ts";
import { FaultBench, tickMs } from "./fault-bench.ts";
import { record, slackMs } from "./measured.ts";
import { outages } from "./outages.ts";
import { fillDisk, mayMount, unmount } from "./small-disk.ts";

const timeout = 120_000;
/** The watchdog comes by when every notice is due again. */
const later = { CLOCK_AHEAD_MS: "70000" };
/** Nobody listens there. */
const nowhere = "http://127.0.0.1:9";

let programs: CrashPrograms;
beforeAll(async () => {
  programs = await buildCrashPrograms();
}, 60_000);
afterAll(() => programs?.remove());

async function openWorld(
  { onTestFinished }: TestContext,
  prepare?: (bench: RolloutBench) => void,
): Promise<FaultBench> {
  const world = await FaultBench.open(programs, prepare);
  onTestFinished(() => world.bench.stop());
  world.declare();
  world.bench.startTraffic(world.url, 150);
  return world;
}

describe.concurrent("a rollout of the real action", () => {
  it(outages.diskFull.fault, { timeout }, async (context) => {
    let disk = "";
    const world = await openWorld(context, (bench) => {
      const directory = FaultBench.directoryOf(bench);
      if (mayMount(directory)) disk = directory;
    });
    if (disk === "") context.skip("a disk of a fixed size can only be mounted by root");
    unmountWhenStopped(context, world, disk);
    const candidate = await world.bench.build("1.1.0");
    const running = world.start("rollout", { ...candidate });
    await world.untilPhase(candidate, "observing");
    const empty = fillDisk(disk);
    const fullAtMs = Date.now();
    const { lease } = (await world.bench.record())?.rollout ?? {};
    await expect.poll(() => world.candidatePercent(), { timeout: 30_000, interval: 50 }).toBe(0);
    const backAtMs = Date.now();
    expect((await world.bench.record())?.rollout?.phase).toBe("observing");
    expect(backAtMs).toBeLessThan((lease?.untilMs ?? 0) + tickMs + slackMs);
    record(outages.diskFull.fault, backAtMs - fullAtMs);
    empty();
    await running;
    await world.bench.untilRecord((stored) => stored?.rollout?.lease === undefined);
    await world.watch();
    expect(await world.problems()).toEqual([]);
    expect(await world.ending(await running)).toMatchObject({ phase: "rolled-back", finals: 1 });
  });

  it(outages.twoEngines.fault, { timeout }, async (context) => {
    const world = await openWorld(context);
    const one = await world.bench.build("1.1.0");
    const other = await world.bench.build("1.2.0");
    let isOver = false;
    const engines = Promise.all([one, other].map((release) => world.start("rollout", { ...release })));
    const watching = (async () => {
      const visits: (number | null)[] = [];
      while (!isOver) visits.push((await world.watch()).exitCode);
      return visits;
    })();
    const runs = await engines;
    isOver = true;
    expect(new Set(await watching)).toEqual(new Set([0]));
    expect(runs.map(({ exitCode }) => exitCode).sort(), runs.map(({ log }) => log).join("\n")).toEqual([0, 1]);
    const loser = runs.find(({ exitCode }) => exitCode === 1);
    expect(loser?.log).toContain("refused");
    expect(await world.problems()).toEqual([]);
    const [run] = runs;
    if (run === undefined) throw new TypeError("no engine ran");
    expect(await world.ending(run)).toMatchObject({ phase: "succeeded", finals: 1 });
    const { epoch, history } = (await world.bench.record()) ?? {};
    expect([epoch, history?.length]).toEqual([2, 2]);
  });

  it(outages.githubDown.fault, { timeout }, async (context) => {
    const world = await openWorld(context);
    const candidate = await world.bench.build("1.1.0");
    const run = await world.start("rollout", { ...candidate, token: "t0ken" }, { GITHUB_API_URL: nowhere });
    expect(run.exitCode, run.log).toBe(0);
    const left = (await world.bench.record())?.outbox ?? [];
    expect(new Set(left.map(({ destination }) => destination))).toEqual(new Set(["ledger"]));
    const github = await startGithubServer({
      repository: "acme/info",
      gitDirectory: world.bench.directory,
      token: "t0ken",
    });
    context.onTestFinished(() => github.close());
    const watch = await world.watch({ ...later, GITHUB_API_URL: github.url }, { token: "t0ken" });
    expect(watch.exitCode, watch.log).toBe(0);
    expect(github.deployments.map(({ statuses }) => statuses.at(-1)?.state)).toEqual(["success"]);
    expect((await world.bench.record())?.outbox).toEqual([]);
  });

  it(outages.webhookDown.fault, { timeout }, async (context) => {
    const world = await openWorld(context);
    const { sink } = world.bench;
    sink.breakDown({ status: 500 });
    const candidate = await world.bench.build("1.1.0");
    const run = await world.start("rollout", { ...candidate });
    expect(run.exitCode, run.log).toBe(0);
    expect(await world.ending(run)).toMatchObject({ phase: "succeeded", finals: 0 });
    sink.recover();
    await world.watch(later);
    expect(await world.ending(run)).toMatchObject({ finals: 1 });
    expect((await world.bench.record())?.outbox).toEqual([]);
  });

  it(outages.registryDown.fault, { timeout }, async (context) => {
    const world = await openWorld(context);
    const candidate = await world.bench.build("1.1.0", { FAIL_EVERY: "2" });
    const running = world.start("rollout", { ...candidate });
    await world.untilPhase(candidate, "settling");
    await world.bench.stopRegistry();
    const run = await running;
    expect(await world.ending(run)).toMatchObject({ phase: "rolled-back", failureKind: "verdict", finals: 1 });
    expect(await world.problems()).toEqual([]);
    const { failure, restoredAtMs = 0 } = (await world.bench.record())?.rollout ?? {};
    record(outages.registryDown.fault, restoredAtMs - (failure?.atMs ?? 0));
  });
});

function unmountWhenStopped(context: TestContext, world: FaultBench, disk: string): void {
  context.onTestFinished(async () => {
    await world.bench.target.shutDown();
    unmount(disk);
  });
}
