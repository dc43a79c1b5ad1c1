import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Aftermath } from "./crash-lane.ts";
import { type CrashPoint, covering, isChance, pointsOf } from "./crash-points.ts";
import { buildCrashPrograms, type CrashPrograms } from "./crash-programs.ts";
import { LanePool } from "./lane-pool.ts";
import { leaseMs, type Scenario, scenarios } from "./scenarios.ts";

const isComplete = process.env.CRASH_POINTS === "all";
const limitMs = isComplete ? 7_200_000 : 600_000;
/** Mostly they wait for leases. */
const lanes = 8;

let programs: CrashPrograms;
let pool: LanePool;
let points: readonly CrashPoint[];
let chosen: readonly CrashPoint[];
const deaths: { readonly point: CrashPoint; readonly aftermath: Aftermath }[] = [];

beforeAll(async () => {
  programs = await buildCrashPrograms();
  pool = await LanePool.open(lanes, programs);
  points = (await Promise.all(scenarios.map(enumerate))).flat();
  chosen = isComplete ? points : covering(points);
}, limitMs);

afterAll(async () => {
  const longestMs = Math.max(...deaths.map(({ aftermath }) => aftermath.safeAfterMs ?? 0));
  const forward = deaths.filter(({ aftermath }) => aftermath.direction === "forward").length;
  const repeats = deaths.reduce((sum, { aftermath }) => sum + aftermath.repeats, 0);
  process.stdout.write(
    `${points?.length} crash points in ${scenarios.length} scenarios; killed at ${deaths.length} of them: ` +
      `${forward} went forward, the others back; safe at most ${longestMs} ms after the kill (lease ${leaseMs} ms); ` +
      `${repeats} notices repeated with the same key\n`,
  );
  await pool?.close();
  programs?.remove();
}, 60_000);

/** On a machine that is too busy, an engine may lose its lease before it has come to where it is to die. */
const attempts = 3;

/** A whole run, killed nowhere, tells where it can be. */
async function enumerate(scenario: Scenario): Promise<CrashPoint[]> {
  for (let attempt = 1; ; attempt++) {
    const { run, problems, hasLostLease } = await pool.use((lane) => lane.run(scenario, ""));
    expect(problems, `${scenario.name}: ${run.log}`).toEqual([]);
    if (!hasLostLease || attempt === attempts) return pointsOf(scenario, run.trace);
  }
}

/** What went wrong after a kill there, a line each. */
async function killAt(point: CrashPoint): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    const aftermath = await pool.use((lane) => lane.run(point.scenario, point.at));
    const { run, problems } = aftermath;
    const isDead = run.signal === "SIGKILL" && run.diedAtMs !== undefined;
    if (isDead) deaths.push({ point, aftermath });
    const lines = problems.map((problem) => `${point.scenario.name}, killed ${point.at}: ${problem}`);
    if (isDead || lines.length > 0) return lines;
    if (attempt === attempts) return isChance(point.at) ? [] : [`${point.scenario.name}: it never came by ${point.at}`];
  }
}

describe.concurrent("the rollout and reconcile actions, killed with SIGKILL between any two effects", () => {
  it.for(scenarios)(
    "$name: all is on one release, and the team heard of it once",
    { timeout: limitMs },
    async (scenario) => {
      const own = chosen.filter((point) => point.scenario === scenario);
      const problems = await Promise.all(own.map(killAt));
      expect(problems.flat()).toEqual([]);
    },
  );
});

it("nearly all of the chosen moments came by, those of chance included", () => {
  expect(deaths.length).toBeGreaterThan(0.9 * chosen.length);
});
