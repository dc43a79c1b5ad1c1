import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { TidegateError } from "../src/errors/tidegate-error.ts";

export interface PackageRoot {
  readonly folder: string;
  readonly version: string;
}

/**
 * Where tidegate itself lies, whether it runs from its repository (`blueprints/…`) or published (`lib/…`): the bundled
 * actions are found from there.
 */
export function packageRoot(): PackageRoot {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (folder !== dirname(folder)) {
    const file = join(folder, "package.json");
    const manifest = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
    if (manifest.name === "tidegate") {
      return { folder, version: manifest.version };
    }
    folder = dirname(folder);
  }
  throw new TidegateError("not-found", "tidegate's own package.json was not found beside its code. Install it again.");
}
