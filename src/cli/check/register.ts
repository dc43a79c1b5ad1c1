import type { Command } from "commander";

export function registerCheck(program: Command): void {
  program
    .command("check")
    .description("tell whether the generated files are what synth would write; changes nothing, needs no network")
    .option("--directory <path>", "root of the repository", ".")
    .option("--synth <command>", "how its files are generated (default: what `npx projen` runs)")
    .option("--json", "print the result as JSON")
    .addHelpText("after", "\nExits with 0 when all are, 1 when one is not, 2 when that could not be found out.")
    .action(async ({ directory, synth, json = false }: { directory: string; synth?: string; json?: boolean }) => {
      const { check } = await import("./check.ts");
      process.exitCode = await check({ directory, json, ...(synth === undefined ? {} : { synth }) });
    });
}
