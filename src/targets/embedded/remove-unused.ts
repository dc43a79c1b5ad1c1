import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { reasonOf } from "../../errors/reason-of.ts";
import type { Digest } from "../../release/release.ts";
import type { DeliveryRecord } from "../../rollout/record.ts";
import { releasePath } from "./embedded-paths.ts";
import { readGateState } from "./gate-state.ts";
import { RecordFile } from "./record-file.ts";

export interface Upkeep {
  readonly home: string;
  /** Releases that run here. */
  readonly running: readonly Digest[];
  /** Folder of the processes' output. */
  readonly logs: string;
  /** Files that running processes write. */
  readonly logsInUse: readonly string[];
  readonly nowMs: number;
  readonly log: (message: string) => void;
}

/** What was unpacked so recently may be of a rollout that is just beginning. */
const youngMs = 10 * 60_000;
/** So many files of output are kept, the newest. */
const keptLogs = 40;

/**
 * Removes releases that no record of any service names any more, and output of processes that ended long ago. A record
 * names what is live, the rollout's two releases and the ten that were live before, so that going back to any of these
 * needs no registry. Never throws: what cannot be removed only takes up space.
 */
export function removeUnused(upkeep: Upkeep): void {
  try {
    removeReleases(upkeep);
    removeLogs(upkeep);
  } catch (error) {
    upkeep.log(`old releases and logs were not removed: ${reasonOf(error)}`);
  }
}

function removeReleases({ home, running, nowMs, log }: Upkeep): void {
  const folder = join(home, "releases");
  if (!existsSync(folder)) return;
  const named = new Set([...namedReleases(home), ...running.map((digest) => releasePath(home, digest))]);
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry);
    if (named.has(path) || nowMs - statSync(path).mtimeMs < youngMs) continue;
    rmSync(path, { recursive: true, force: true });
    log(`removed ${entry}, which no record names any more`);
  }
}

/** @throws TidegateError `corrupt-record` when one cannot be read, because nobody knows then what it names */
function namedReleases(home: string): ReadonlySet<string> {
  const places = readdirSync(home, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "releases")
    .flatMap(({ name }) => readdirSync(join(home, name)).map((service) => join(home, name, service)));
  const digests = places.flatMap((directory) => {
    const { stable } = readGateState(join(directory, "state.json"));
    const stored = new RecordFile(join(directory, "record.json")).read();
    return [...namedDigests(stored?.record), ...(stable === undefined ? [] : [stable.digest])];
  });
  return new Set(digests.map((digest) => releasePath(home, digest)));
}

/** What a record may still bring to life: the live release, both of the rollout, and those that were live before. */
export function namedDigests(record: DeliveryRecord | undefined): readonly Digest[] {
  const { live, previous = [], rollout } = record ?? {};
  return [live, rollout?.stable, rollout?.candidate, ...previous].flatMap((release) => release?.digest ?? []);
}

function removeLogs({ logs, logsInUse, log }: Upkeep): void {
  if (!existsSync(logs)) return;
  const old = readdirSync(logs)
    .map((name) => join(logs, name))
    .filter((path) => !logsInUse.includes(path))
    .map((path) => ({ path, mtimeMs: statSync(path).mtimeMs }))
    .sort((a, b) => b.mtimeMs - a.mtimeMs)
    .slice(keptLogs);
  for (const { path } of old) {
    rmSync(path, { force: true });
    log(`removed ${basename(path)}, an old log`);
  }
}
