import { packageRoot } from "../package-root.ts";
import { expectationsOf } from "./expectations.ts";
import { makeProgress } from "./progress.ts";
import { withStage } from "./set-stage.ts";
import { playStory } from "./story.ts";
import { type DemoReport, renderSummary } from "./summary.ts";

export interface DemoOptions {
  readonly json: boolean;
  readonly keep: boolean;
}

/**
 * Plays the whole story and says what happened.
 *
 * @returns the exit code: 0 only if exactly what is promised happened
 */
export async function demo({ json, keep }: DemoOptions): Promise<number> {
  const toPeople = json ? process.stderr : process.stdout;
  const progress = makeProgress(
    (line) => toPeople.write(`${line}\n`),
    () => performance.now(),
  );
  const startedMs = performance.now();
  // The same program again: what serves a run is what the user started.
  const runCommand = [process.execPath, ...process.execArgv, process.argv[1] ?? "", "serve-run"] as const;
  const report = await withStage(
    { packageRoot: packageRoot(), runCommand, progress, keep },
    async (stage): Promise<DemoReport> => {
      const story = await playStory(stage);
      return {
        synthesized: stage.synthesized,
        story,
        notices: stage.notices(),
        expectations: expectationsOf(story, stage),
        durationMs: performance.now() - startedMs,
      };
    },
  );
  for (const line of renderSummary(report)) toPeople.write(`${line}\n`);
  if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  return report.expectations.every(({ met }) => met) ? 0 : 1;
}
