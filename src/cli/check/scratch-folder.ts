import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface ScratchNeeds {
  readonly bytes: number;
  readonly files: number;
}

/** Linux keeps this folder in memory. */
const inMemory = "/dev/shm";
/** So much more must be free than is copied: synth writes too, and others need memory. */
const reserve = 4;
const prefix = "tidegate-check-";

/** Containers often mount memory so that nothing in it can be run, which a synth might want to. */
function canRun(folder: string): boolean {
  const probe = join(folder, "probe.sh");
  writeFileSync(probe, "#!/bin/sh\nexit 0\n", { mode: 0o700 });
  const { status } = spawnSync(probe);
  rmSync(probe);
  return status === 0;
}

function makeInMemory({ bytes, files }: ScratchNeeds): string | undefined {
  let folder: string | undefined;
  try {
    const { bavail, bsize, ffree } = statfsSync(inMemory);
    if (bavail * bsize < bytes * reserve || ffree < files * reserve) return undefined;
    folder = mkdtempSync(join(inMemory, prefix));
    if (canRun(folder)) return folder;
  } catch {
    // Wherever memory cannot be had, the disk can.
  }
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  return undefined;
}

/**
 * Makes an empty folder for a copy of that size: in memory where there is room, since a disk takes up to ten times as
 * long to make and to remove thousands of files. Whoever sets TMPDIR gets it there.
 */
export function makeScratchFolder(needs: ScratchNeeds): string {
  const folder = process.env.TMPDIR === undefined && process.platform === "linux" ? makeInMemory(needs) : undefined;
  return folder ?? mkdtempSync(join(tmpdir(), prefix));
}
