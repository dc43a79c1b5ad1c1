import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { keptFiles } from "./forget.ts";
import type { Installed } from "./workspace.ts";

const blockBytes = 512;

export interface InstalledSize {
  readonly name: string;
  /** On disk, in whole blocks, as `du` counts. */
  readonly megabytes: number;
  readonly packages: number;
}

/** What a contestant's node_modules takes right after npm install. */
export function sizeOf({ contestant, folder }: Installed): InstalledSize {
  const modules = join(folder, "node_modules");
  const lock = JSON.parse(readFileSync(join(modules, ".package-lock.json"), "utf8"));
  return {
    name: contestant.name,
    megabytes: bytesOnDisk(modules) / 2 ** 20,
    packages: Object.keys(lock.packages).length,
  };
}

/** What tidegate has written beside itself in its first synth. */
export function keptMegabytes({ folder }: Installed): number {
  return keptFiles(folder, "all").reduce((sum, path) => sum + bytesOnDisk(path), 0) / 2 ** 20;
}

function bytesOnDisk(path: string): number {
  const stat = lstatSync(path);
  const below = stat.isDirectory() ? readdirSync(path).map((name) => bytesOnDisk(join(path, name))) : [];
  return below.reduce((sum, bytes) => sum + bytes, stat.blocks * blockBytes);
}
