import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { TidegateError } from "../../errors/tidegate-error.ts";

let known: string | undefined;

/** The version of tidegate that is running, from its own package.json. */
export function generatorVersion(): string {
  known ??= readVersion();
  return known;
}

function readVersion(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, "package.json");
    const { name, version } = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
    if (name === "tidegate") {
      return version;
    }
  }
  throw new TidegateError("not-found", "tidegate's own package.json was not found beside its code. Install it again.");
}
