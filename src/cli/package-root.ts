import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { TidegateError } from "../errors/tidegate-error.ts";

/** Folder of the tidegate package: the checkout when run from source or from lib, else the installed package. */
export function packageRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
  }
  throw new TidegateError(
    "not-found",
    `No package.json lies above ${fileURLToPath(import.meta.url)}. Reinstall tidegate.`,
  );
}
