import type { Command } from "commander";

/** `tidegate replay`: derives a rollout's verdicts again from what the judge saw. */
export function registerReplay(program: Command): void {
  program
    .command("replay")
    .description("derive the verdicts of a rollout again from its stored evidence; ends with 1 when one differs")
    .argument("<evidence>", "file with the evidence, as JSON")
    .option("--all", "print every poll, not only those where the verdict changes")
    .action(async (path: string, { all = false }: { all?: boolean }) => {
      const { replayFile } = await import("./replay-file.ts");
      const { text, isIdentical } = replayFile(path, { all });
      process.stdout.write(`${text}\n`);
      process.exitCode = isIdentical ? 0 : 1;
    });
}
