import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { TidegateError } from "../../errors/tidegate-error.ts";

/** Seen from the bundled actions, from the package's own bundle, and from the source. */
const candidates = [
  "./embedded-gate.mjs",
  "../embedded-gate.mjs",
  "../actions/dist/embedded-gate.mjs",
  "../../actions/dist/embedded-gate.mjs",
  "./gate-main.ts",
];

/** The program that runs a gate, beside the code that asks. */
export function findGateEntry(): string {
  const paths = candidates.map((candidate) => fileURLToPath(new URL(candidate, import.meta.url)));
  const found = paths.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new TidegateError("not-found", `The gate's program is in none of ${paths.join(", ")}. Install tidegate again.`);
}
