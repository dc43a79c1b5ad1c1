import type { DeliveryRecord } from "../../rollout/record.ts";
import type { ArmRun } from "./arm-run.ts";
import type { ArmSettings } from "./arm-settings.ts";
import { gatePaths } from "./embedded-paths.ts";
import { namedDigests, removeUnused } from "./remove-unused.ts";
import type { GatePlace } from "./start-arm.ts";

export interface TidyUp extends GatePlace {
  readonly runs: readonly ArmRun[];
  /** The record as it was last seen; without one nothing is forgotten. */
  readonly record: DeliveryRecord | undefined;
  /** Digest → how that release ran. What is no longer needed is taken out. */
  readonly settings: Map<string, ArmSettings>;
  readonly nowMs: number;
  readonly log: (message: string) => void;
}

/** Forgets and removes what neither a record nor a running process needs any more. */
export function tidyUp({ home, environment, service, runs, record, settings, nowMs, log }: TidyUp): void {
  const running = runs.map(({ release }) => release.digest);
  if (record !== undefined) {
    const kept = new Set<string>([...namedDigests(record), ...running]);
    for (const digest of settings.keys()) if (!kept.has(digest)) settings.delete(digest);
  }
  const { logs } = gatePaths(home, environment, service);
  const logsInUse = runs.flatMap(({ logPaths }) => logPaths);
  removeUnused({ home, running, logs, logsInUse, nowMs, log });
}
