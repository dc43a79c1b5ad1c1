import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What only shows results, and so changes none. */
const showing = new Set(["report.ts", "picture.ts", "summary.ts", "standing.ts", "main.ts", "pool.ts", "results.ts"]);

/** Names the sources that results depend on, so that results of two versions are never mixed. */
export function sourcesFingerprint(): string {
  const here = fileURLToPath(new URL(".", import.meta.url));
  const folders = [here, join(here, "judges"), join(here, "..", "..", "slo")];
  const hash = createHash("sha256");
  for (const folder of folders) {
    const files = readdirSync(folder).filter((file) => file.endsWith(".ts") && !showing.has(file));
    for (const file of files.sort()) hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest("hex").slice(0, 12);
}
