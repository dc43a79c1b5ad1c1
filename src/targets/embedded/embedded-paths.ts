import { homedir } from "node:os";
import { join } from "node:path";
import type { Digest } from "../../release/release.ts";

/**
 * Folder that holds everything embedded targets keep: `TIDEGATE_HOME`, or tidegate's own folder where the XDG base
 * directory specification puts state.
 */
export function tidegateHome(env: Readonly<Record<string, string | undefined>>): string {
  if (env.TIDEGATE_HOME) return env.TIDEGATE_HOME;
  return join(env.XDG_STATE_HOME || join(env.HOME || homedir(), ".local", "state"), "tidegate");
}

/** Where one service in one environment keeps its things. */
export interface GatePaths {
  readonly directory: string;
  /** The delivery record. */
  readonly record: string;
  /** How to reach the gate; holds its token, so only the owner may read it. */
  readonly gate: string;
  /** What the gate itself must know after a crash: which arms ran, in which processes. */
  readonly state: string;
  readonly log: string;
  /** One file for each process that was started. */
  readonly logs: string;
}

export function gatePaths(home: string, environment: string, service: string): GatePaths {
  const directory = join(home, environment, service);
  return {
    directory,
    record: join(directory, "record.json"),
    gate: join(directory, "gate.json"),
    state: join(directory, "state.json"),
    log: join(directory, "gate.log"),
    logs: join(directory, "logs"),
  };
}

/** Where a release lies unpacked; all services and environments share it, because a digest names its content. */
export function releasePath(home: string, digest: Digest): string {
  return join(home, "releases", digest.replace(":", "-"));
}
