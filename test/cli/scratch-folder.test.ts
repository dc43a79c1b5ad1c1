import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { makeScratchFolder, type ScratchNeeds } from "../../src/cli/check/scratch-folder.ts";

const memory = "/dev/shm";
/** Containers may not run anything there; then the disk is always right. */
const isUsable = existsSync(memory) && !/^\S+ \/dev\/shm \S+ \S*noexec/m.test(readFileSync("/proc/mounts", "utf8"));

function parentOf(needs: ScratchNeeds): string {
  const folder = makeScratchFolder(needs);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return dirname(folder);
}

describe(`the folder for a copy (in memory: ${isUsable ? "yes" : "nothing may run there"})`, () => {
  it("is where TMPDIR says", () => {
    const wanted = mkdtempSync(join(tmpdir(), "wanted-"));
    onTestFinished(() => rmSync(wanted, { recursive: true }));
    vi.stubEnv("TMPDIR", wanted);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(parentOf({ bytes: 1, files: 1 })).toBe(wanted);
  });

  it.each([
    ["in memory where there is room for four times as much, and programs may run", 1 / 5, isUsable ? memory : "/tmp"],
    ["on the disk where there is not", 1 / 3, "/tmp"],
  ])("is %s", (_, share, parent) => {
    vi.stubEnv("TMPDIR", undefined);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { bavail, bsize } = statfsSync(existsSync(memory) ? memory : "/");
    expect(parentOf({ bytes: bavail * bsize * share, files: 1 })).toBe(parent);
  });

  it("is on the disk when there are too many files", () => {
    vi.stubEnv("TMPDIR", undefined);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(parentOf({ bytes: 1, files: statfsSync(existsSync(memory) ? memory : "/").ffree })).toBe("/tmp");
  });
});
