/**
 * `npm run bench:mistakes`: writes each mistake with each tool, compiles and runs it, and prints who caught it.
 * `--verbose` adds what each said.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attemptPeer } from "./attempt-peer.ts";
import { attemptTidegate } from "./attempt-tidegate.ts";
import { BenchError } from "./bench-error.ts";
import { installPeers } from "./install-peers.ts";
import { type Tool, tools } from "./mistake.ts";
import { mistakes } from "./mistakes.ts";
import type { Outcome } from "./outcome.ts";
import { type Outcomes, toTable } from "./table.ts";

/** A tool that refuses what is sound has caught nothing. */
function withoutSound(tool: Tool, [sound, ...outcomes]: readonly Outcome[]): readonly Outcome[] {
  if (sound?.kind !== "missed") {
    throw new BenchError(`${tool} refuses the sound source: ${JSON.stringify(sound)}`);
  }
  return outcomes;
}

async function measure(folder: string): Promise<Outcomes> {
  const found = new Map<Tool, readonly Outcome[]>();
  for (const tool of tools) {
    const attempt = tool === "tidegate" ? attemptTidegate(mistakes, folder) : attemptPeer(tool, mistakes, folder);
    found.set(tool, withoutSound(tool, await attempt));
    process.stderr.write(`${tool}: done\n`);
  }
  return Object.fromEntries(found) as unknown as Outcomes;
}

function tellAll(outcomes: Outcomes): void {
  for (const [index, { name }] of mistakes.entries()) {
    for (const tool of tools) {
      const outcome = outcomes[tool][index];
      const told = outcome && "told" in outcome ? outcome.told.slice(0, 400) : "";
      process.stderr.write(`\n${name} · ${tool}: ${outcome?.kind}\n  ${told.replaceAll("\n", "\n  ")}\n`);
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), "tidegate-mistakes-"));
try {
  installPeers(folder);
  const outcomes = await measure(folder);
  if (process.argv.includes("--verbose")) tellAll(outcomes);
  process.stdout.write(`${toTable(mistakes, outcomes)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
