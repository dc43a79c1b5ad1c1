import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Contestant } from "./contestants.ts";
import { forget } from "./forget.ts";
import { type Summary, summarize } from "./median.ts";
import { runChild } from "./run-child.ts";
import type { Installed } from "./workspace.ts";

export interface Measurement {
  readonly contestant: Contestant;
  /** Wall time in milliseconds. */
  readonly timeMs: Summary;
  /** Of all its processes together, from their start to their end. */
  readonly cpuMs: Summary;
  /** Of the largest of its processes. */
  readonly peakMemoryMb: number;
  /** Median time over the first contestant's. */
  readonly ratio: number;
  /** The same of CPU time, which says more where others use the machine too. */
  readonly cpuRatio: number;
}

/**
 * Runs all contestants by turns, so that whatever else the machine does hits them alike; one round before is not
 * counted, since it fills caches. CPU time and memory are measured in a second set of runs, since measuring them takes
 * time.
 */
export function measure(installed: readonly Installed[], rounds: number): readonly Measurement[] {
  for (const { contestant, folder } of installed) {
    const [command, ...args] = contestant.prepare ?? contestant.command;
    runChild(command, args, { cwd: folder });
  }
  const times = byTurns(installed, rounds, (each) => runOnce(each)).map(summarize);
  const resources = byTurns(installed, rounds, (each) => resourcesOf((env) => runOnce(each, env), each.folder));
  const cpu = resources.map((all) => summarize(all.map(({ cpuMs }) => cpuMs)));
  const memory = resources.map((all) => summarize(all.map(({ peakMemoryMb }) => peakMemoryMb)));
  return installed.map(({ contestant }, index) => {
    const timeMs = times[index] ?? summarize([]);
    const cpuMs = cpu[index] ?? summarize([]);
    const over = (base: Summary | undefined, own: Summary) => own.median / (base?.median ?? Number.NaN);
    return {
      contestant,
      timeMs,
      cpuMs,
      peakMemoryMb: memory[index]?.median ?? Number.NaN,
      ratio: over(times[0], timeMs),
      cpuRatio: over(cpu[0], cpuMs),
    };
  });
}

/** What each gave in each round, by contestant; the first round does not count. */
function byTurns<T>(installed: readonly Installed[], rounds: number, run: (each: Installed) => T): readonly T[][] {
  const all = installed.map((): T[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, each] of installed.entries()) {
      const outcome = run(each);
      if (round > 0) all[index]?.push(outcome);
    }
  }
  return all;
}

function runOnce({ contestant, folder }: Installed, env: Readonly<Record<string, string>> = {}): number {
  const [command, ...args] = contestant.command;
  if (contestant.forgets) forget(folder, contestant.forgets);
  return runChild(command, args, { cwd: folder, env });
}

export interface Resources {
  /** Of the largest process that the run starts. */
  readonly peakMemoryMb: number;
  /** User and system time of all of them. */
  readonly cpuMs: number;
}

export function resourcesOf(run: (env: Readonly<Record<string, string>>) => void, folder: string): Resources {
  const file = join(folder, "resources.txt");
  rmSync(file, { force: true });
  const hook = pathToFileURL(join(import.meta.dirname, "report-resources.mjs")).href;
  run({ NODE_OPTIONS: `--import=${hook}`, BENCH_RESOURCES_FILE: file });
  const lines = readFileSync(file, "utf8").trim().split("\n");
  const processes = lines.map((line) => line.split(" ").map(Number));
  const peaksKb = processes.map(([peakKb]) => peakKb ?? Number.NaN);
  const cpuMs = processes.reduce((sum, [, own]) => sum + (own ?? Number.NaN), 0);
  return { peakMemoryMb: Math.max(...peaksKb) / 1024, cpuMs };
}
