import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** Whether this process may mount a file system of a fixed size. */
export function mayMount(directory: string): boolean {
  try {
    mkdirSync(directory, { recursive: true });
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", directory], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

export function unmount(directory: string): void {
  execFileSync("umount", ["-l", directory]);
}

/** Leaves no byte free; returns what frees them. */
export function fillDisk(directory: string): () => void {
  const path = join(directory, "filler");
  const file = openSync(path, "w");
  try {
    for (const size of [65_536, 1_024, 1]) while (fits(file, size));
  } finally {
    closeSync(file);
  }
  return () => rmSync(path);
}

function fits(file: number, size: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(size)) === size;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOSPC") return false;
    throw error;
  }
}
