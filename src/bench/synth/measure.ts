import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Contestant } from "./contestants.ts";
import { forgetSoundFiles } from "./forget-sound-files.ts";
import { type Summary, summarize } from "./median.ts";
import { runChild } from "./run-child.ts";
import type { Installed } from "./workspace.ts";

export interface Measurement {
  readonly contestant: Contestant;
  /** Wall time in milliseconds. */
  readonly timeMs: Summary;
  /** Of the largest of its processes. */
  readonly peakMemoryMb: number;
  /** Median time over the first contestant's. */
  readonly ratio: number;
}

/**
 * Runs all contestants by turns, so that whatever else the machine does hits them alike; one round before is not
 * counted, since it fills caches. Memory is measured in runs of its own, since measuring it takes time.
 */
export function measure(installed: readonly Installed[], rounds: number): readonly Measurement[] {
  for (const { contestant, folder } of installed) {
    const [command, ...args] = contestant.prepare ?? contestant.command;
    runChild(command, args, { cwd: folder });
  }
  const times = installed.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, each] of installed.entries()) {
      const durationMs = runOnce(each);
      if (round > 0) times[index]?.push(durationMs);
    }
  }
  const base = summarize(times[0] ?? []).median;
  return installed.map((each, index) => {
    const timeMs = summarize(times[index] ?? []);
    return { contestant: each.contestant, timeMs, peakMemoryMb: peakMemoryMb(each), ratio: timeMs.median / base };
  });
}

function runOnce({ contestant, folder }: Installed, env: Readonly<Record<string, string>> = {}): number {
  const [command, ...args] = contestant.command;
  if (contestant.forgets) forgetSoundFiles(folder);
  return runChild(command, args, { cwd: folder, env });
}

/** Median of three runs. */
function peakMemoryMb(installed: Installed): number {
  return summarize([1, 2, 3].map(() => peakOf((env) => runOnce(installed, env), installed.folder))).median;
}

/** Peak memory in MB of the largest process that a run starts. */
export function peakOf(run: (env: Readonly<Record<string, string>>) => void, folder: string): number {
  const file = join(folder, "memory.txt");
  rmSync(file, { force: true });
  const hook = pathToFileURL(join(import.meta.dirname, "report-memory.mjs")).href;
  run({ NODE_OPTIONS: `--import=${hook}`, BENCH_MEMORY_FILE: file });
  const peaksKb = readFileSync(file, "utf8").trim().split("\n").map(Number);
  return Math.max(...peaksKb) / 1024;
}
