import { writeFileSync } from "node:fs";
import { assertNever } from "../../errors/assert-never.ts";
import type { Report } from "../../report/report.ts";
import { toHtml } from "../../report/to-html.ts";
import { toJson } from "../../report/to-json.ts";
import { toMarkdown } from "../../report/to-markdown.ts";
import { toReport } from "../../report/to-report.ts";
import { readRecordAt, readRecordFile } from "./read-record.ts";

type ReportFormat = "html" | "markdown" | "json";

export interface ReportOptions {
  readonly format: ReportFormat;
  /** Where it goes; `-` is standard output. @default a page gets a name of its own, the rest goes to standard output */
  readonly out?: string;
  /** Then the argument is a service, and the record is read at its target. */
  readonly environment?: string;
  readonly manifest: string;
}

/** Writes what people see of a record's rollout. */
export async function writeReport(source: string, options: ReportOptions): Promise<void> {
  const { environment, manifest, format } = options;
  const record =
    environment === undefined ? await readRecordFile(source) : await readRecordAt(source, environment, manifest);
  const report = toReport(record);
  const out = options.out ?? (format === "html" ? pageName(report) : "-");
  const text = render(report, format);
  if (out === "-") {
    process.stdout.write(text);
    return;
  }
  writeFileSync(out, text);
  process.stdout.write(`Wrote ${out}: ${report.subject}, ${report.words}.\n`);
}

function pageName({ service, environment }: Report): string {
  const safe = (name: string) => name.replace(/[^\w.-]+/g, "-");
  return `${safe(service)}-${safe(environment)}-report.html`;
}

function render(report: Report, format: ReportFormat): string {
  switch (format) {
    case "html":
      return toHtml(report);
    case "markdown":
      return toMarkdown(report);
    case "json":
      return toJson(report);
    default:
      return assertNever(format);
  }
}
