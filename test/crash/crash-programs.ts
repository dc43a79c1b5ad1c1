import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleEntries } from "../../src/build/bundle-actions.ts";

export type ProgramName = "rollout" | "reconcile" | "faulty-rollout";

/** The actions as they are bundled for a runner, made from the source at hand, with a gate of the same source beside. */
export interface CrashPrograms {
  pathOf(name: ProgramName): string;
  remove(): void;
}

export async function buildCrashPrograms(): Promise<CrashPrograms> {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-crash-"));
  const files = await bundleEntries({
    rollout: "test/crash/rollout-entry.ts",
    reconcile: "test/crash/reconcile-entry.ts",
    "faulty-rollout": "test/faults/faulty-rollout-entry.ts",
    "embedded-gate": "src/targets/embedded/gate-main.ts",
  });
  for (const [path, text] of files) writeFileSync(join(folder, path), text);
  return {
    pathOf: (name) => join(folder, `${name}.mjs`),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
