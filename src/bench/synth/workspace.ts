import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Contestant } from "./contestants.ts";
import { runChild } from "./run-child.ts";

/** A contestant, installed in a folder of its own. */
export interface Installed {
  readonly contestant: Contestant;
  readonly folder: string;
}

/**
 * Installs a contestant's packages, or finds them installed by an earlier run of the same versions.
 *
 * @param tarball of this checkout's package; installed anew each time
 */
export function install(root: string, contestant: Contestant, tarball: string): Installed {
  const { packages, isModule = true } = contestant;
  const key = createHash("sha256")
    .update(JSON.stringify([contestant.told, packages]))
    .digest("hex")
    .slice(0, 12);
  const folder = join(root, `${contestant.name.replace(/\W+/g, "-")}-${key}`);
  const dependencies = Object.fromEntries(
    Object.entries(packages).map(([name, version]) => [name, name === "tidegate" ? `file:${tarball}` : version]),
  );
  if (!existsSync(join(folder, "installed")) || "tidegate" in packages) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const manifest = { name: "pipeline", private: true, type: isModule ? "module" : "commonjs", dependencies };
    writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, undefined, 2));
    runChild("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"], { cwd: folder });
    writeFileSync(join(folder, "installed"), "");
  }
  for (const [path, content] of Object.entries(contestant.files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return { contestant, folder };
}
