import { randomUUID } from "node:crypto";
import { linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TidegateError } from "../../errors/tidegate-error.ts";
import { findProcess, isRunning, type ProcessIdentity, processIdentitySchema } from "./process-identity.ts";

/**
 * At most one process at a time holds the lock of a folder, and the lock of a process that died is free.
 *
 * A lock is the file `lock.<n>` that names its process; the highest n counts. To take over from a dead holder, a process
 * makes `lock.<n + 1>` by linking a complete file, which succeeds for one alone. Deleting the stale file instead would
 * let a slow racer delete the winner's.
 *
 * @returns the running holder when it is another process, `undefined` when the lock is ours
 */
export function takeExclusiveLock(directory: string): ProcessIdentity | undefined {
  const self = findProcess(process.pid);
  if (self === undefined) throw new TidegateError("unsupported", "This system does not tell when a process started.");
  const own = join(directory, `lock-${randomUUID()}.new`);
  writeFileSync(own, JSON.stringify(self), { mode: 0o600 });
  try {
    return contend(directory, own);
  } finally {
    rmSync(own, { force: true });
  }
}

function contend(directory: string, own: string): ProcessIdentity | undefined {
  for (;;) {
    const highest = highestLock(directory);
    const holder = highest === 0 ? undefined : findHolder(lockPath(directory, highest));
    if (holder !== undefined && isRunning(holder)) return holder.pid === process.pid ? undefined : holder;
    if (tookNumber(directory, highest + 1, own)) return undefined;
  }
}

function tookNumber(directory: string, wanted: number, own: string): boolean {
  if (!linked(own, lockPath(directory, wanted))) return false;
  // Whoever listed the folder long ago may just have made a number that is no longer the highest.
  const superseded = highestLock(directory) !== wanted;
  const stale = superseded ? [wanted] : lockNumbers(directory).filter((number) => number < wanted);
  for (const number of stale) rmSync(lockPath(directory, number), { force: true });
  return !superseded;
}

function lockPath(directory: string, number: number): string {
  return join(directory, `lock.${number}`);
}

function lockNumbers(directory: string): readonly number[] {
  return readdirSync(directory).flatMap((name) => {
    const number = name.match(/^lock\.(\d+)$/)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

function highestLock(directory: string): number {
  return Math.max(0, ...lockNumbers(directory));
}

function findHolder(path: string): ProcessIdentity | undefined {
  try {
    return processIdentitySchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}
