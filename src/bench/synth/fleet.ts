import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { forget } from "./forget.ts";
import { resourcesOf } from "./measure.ts";
import { fitLine, type LineFit } from "./median.ts";
import { runChild } from "./run-child.ts";
import type { Installed } from "./workspace.ts";

export interface FleetRun {
  readonly services: number;
  readonly workflows: number;
  /** From nothing: every file validated and written. */
  readonly firstSeconds: number;
  /** Once more, with nothing changed. */
  readonly againSeconds: number;
  readonly peakMemoryMb: number;
  /** Of tidegate's files below .github, those whose time of writing the second run changed. */
  readonly rewritten: number;
}

export interface Fleet {
  readonly runs: readonly FleetRun[];
  /** Seconds over services. */
  readonly time: LineFit;
  /** Megabytes over services. */
  readonly memory: LineFit;
}

/** Synthesizes ever larger fleets, each twice. */
export function measureFleet({ folder }: Installed, sizes: readonly number[], log: (line: string) => void): Fleet {
  const runs = sizes.map((services) => {
    const run = runFleet(folder, services);
    log(`${services} services: ${run.firstSeconds.toFixed(1)} s, again ${run.againSeconds.toFixed(1)} s`);
    return run;
  });
  return {
    runs,
    time: fitLine(runs.map(({ services, firstSeconds }) => [services, firstSeconds])),
    memory: fitLine(runs.map(({ services, peakMemoryMb }) => [services, peakMemoryMb])),
  };
}

function runFleet(folder: string, services: number): FleetRun {
  for (const path of [".github", ".tidegate", ".projen", "services"]) {
    rmSync(join(folder, path), { recursive: true, force: true });
  }
  forget(folder, "found");
  const synth = (env: Readonly<Record<string, string>> = {}) =>
    runChild("node", [".projenrc.js"], { cwd: folder, env: { SERVICES: String(services), ...env } });
  let firstMs = 0;
  const { peakMemoryMb } = resourcesOf((env) => {
    firstMs = synth(env);
  }, folder);
  const before = writeTimes(folder);
  const againMs = synth();
  const after = writeTimes(folder);
  return {
    services,
    workflows: [...after.keys()].filter((path) => path.endsWith(".yml") && path.startsWith(".github/workflows")).length,
    firstSeconds: firstMs / 1000,
    againSeconds: againMs / 1000,
    peakMemoryMb,
    rewritten: [...after].filter(([path, time]) => before.get(path) !== time).length,
  };
}

/** When each generated file was written, by path. */
function writeTimes(folder: string): ReadonlyMap<string, number> {
  const listed = JSON.parse(readFileSync(join(folder, ".projen/files.json"), "utf8"));
  const files: readonly string[] = listed.files;
  const written = files.filter((path) => path.startsWith(".github/") && existsSync(join(folder, path)));
  return new Map(written.map((path) => [path, statSync(join(folder, path)).mtimeMs]));
}
