import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Deletes what tidegate remembers of files it has checked, so that the next run checks all of them. */
export function forgetSoundFiles(folder: string): void {
  const lib = join(folder, "node_modules/tidegate/lib");
  for (const name of readdirSync(lib).filter((found) => found.endsWith(".sound"))) rmSync(join(lib, name));
}
