import { type Command, Option } from "commander";
import { manifestPath } from "../../manifest/manifest.ts";
import type { ReportOptions } from "./write-report.ts";

const formats: readonly ReportOptions["format"][] = ["html", "markdown", "json"];

/** `tidegate report`: what people see of a rollout, from its record. */
export function registerReport(program: Command): void {
  program
    .command("report")
    .description("write a rollout's report: one page that needs no network, Markdown, or JSON")
    .argument("<record>", "file with the record, - for standard input; with --environment the name of a service")
    .option("-e, --environment <name>", "read the record at this environment's target")
    .addOption(new Option("-f, --format <format>", "what to write").choices(formats).default("html"))
    .option("-o, --out <path>", "where to, - for standard output; a page gets a name of its own otherwise")
    .option("--manifest <path>", "what projen wrote", manifestPath)
    .action(async (source: string, options: ReportOptions) => {
      const { writeReport } = await import("./write-report.ts");
      await writeReport(source, options);
    });
}
