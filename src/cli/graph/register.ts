import { type Command, Option } from "commander";

const formats = ["mermaid", "svg", "text"] as const;
const defaultColumns = 100;

interface Options {
  readonly directory: string;
  readonly format?: (typeof formats)[number];
  readonly durations?: string;
}

/** `tidegate graph` */
export function registerGraph(program: Command): void {
  program
    .command("graph [workflow]")
    .description("draw which job waits for which, with environments, approvals, matrices and the critical path")
    .addOption(new Option("--format <format>", "default: text on a terminal, else mermaid").choices(formats))
    .option("--durations <json>", "file with measured seconds by job; else the jobs' time limits count")
    .option("--directory <path>", "root of the repository", ".")
    .action(async (workflow: string | undefined, { directory, format, durations }: Options) => {
      const { graph } = await import("./graph.ts");
      process.exitCode = await graph(workflow, {
        directory,
        format: format ?? (process.stdout.isTTY ? "text" : "mermaid"),
        columns: process.stdout.columns ?? defaultColumns,
        ...(durations === undefined ? {} : { durations }),
      });
    });
}
