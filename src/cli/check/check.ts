import { appendFileSync } from "node:fs";
import { resolve } from "node:path";
import { awaitEnding } from "./await-ending.ts";
import { type DriftReport, findDrift, removeStamps } from "./find-drift.ts";
import { mirrorRepository } from "./mirror-repository.ts";
import { annotations, renderReport, stoppingCommands, summaryOf } from "./report-drift.ts";
import { runSynth } from "./run-synth.ts";
import { synthCommands } from "./synth-command.ts";

export interface CheckOptions {
  /** Root of the repository. */
  readonly directory: string;
  /** How its files are generated. @default what `npx projen` would run */
  readonly synth?: string;
  readonly json: boolean;
}

/**
 * What differs between the repository and what synth would write; the working tree is not touched.
 * @throws TidegateError when that could not be found out
 */
export async function checkRepository({ directory, synth }: Omit<CheckOptions, "json">): Promise<DriftReport> {
  const repository = resolve(directory);
  const commands = synth === undefined ? synthCommands(repository) : [synth];
  const ending = awaitEnding();
  try {
    const mirror = await mirrorRepository(repository, ending);
    removeStamps(mirror.directory);
    await runSynth(mirror.directory, commands, ending);
    return findDrift(repository, mirror);
  } finally {
    await ending.undoAll();
  }
}

/** @returns the exit code: 0 when every generated file is what synth would write */
export async function check(options: CheckOptions): Promise<number> {
  const report = await checkRepository(options);
  const { GITHUB_ACTIONS, GITHUB_STEP_SUMMARY } = process.env;
  if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else if (GITHUB_ACTIONS !== "true") process.stdout.write(renderReport(report));
  else process.stdout.write(stoppingCommands(renderReport(report)) + annotations(report));
  if (GITHUB_STEP_SUMMARY) appendFileSync(GITHUB_STEP_SUMMARY, summaryOf(report));
  return report.drifts.length === 0 ? 0 : 1;
}
