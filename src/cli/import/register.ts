import type { Command } from "commander";

interface Options {
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

export function registerImport(program: Command): void {
  program
    .command("import")
    .description("turn a workflow, or a composite action, into TypeScript that makes an equivalent file")
    .argument("<file>", ".github/workflows/<name>.yml, or the action.yml of a composite action")
    .option("--out <file>", "where the TypeScript goes (default: standard output)")
    .option("--force", "write over a file that is there")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExits with 0 when everything was expressed, 1 when something could not be or the file is not sound.",
    )
    .action(async (file: string, { out, force = false, json = false }: Options) => {
      const { importFile } = await import("./import-file.ts");
      process.exitCode = await importFile({ file, force, json, ...(out === undefined ? {} : { out }) });
    });
}
