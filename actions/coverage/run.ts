import type { InputsOf } from "../../src/action/define-action.ts";
import type { Runner } from "../../src/action/runner.ts";
import { InvalidInputError } from "../../src/errors/invalid-input-error.ts";
import { quoteValue } from "../../src/errors/quote-value.ts";
import type { definition } from "./inputs.ts";
import { type FileCoverage, parseLcov } from "./parse-lcov.ts";

export interface CoveragePorts {
  readonly runner: Pick<Runner, "setOutput" | "addSummary" | "setFailed" | "info">;
  /** @returns undefined when there is no such file */
  findFile(path: string): Promise<string | undefined>;
}

/** A step summary may hold 1 MiB; the files that need tests most come first. */
const maxFiles = 200;

/** Shows the report as a table, whatever it says, and fails the step when too few lines are covered. */
export async function run(inputs: InputsOf<typeof definition>, { runner, findFile }: CoveragePorts): Promise<void> {
  const { report, threshold, title } = inputs;
  const text = await findFile(report);
  if (text === undefined) throw missing(report);
  const files = parseLcov(text, report);
  const percent = percentOf(total(files));
  runner.setOutput("lines", shown(percent));
  await runner.addSummary(summary(title, files, threshold));
  const sentence = `${shown(percent)} % of the lines are covered, at least ${threshold} % are asked for`;
  if (percent < threshold) runner.setFailed(`${sentence}. The step summary lists the files; test what they miss.`);
  else runner.info(sentence);
}

function missing(report: string): InvalidInputError {
  const message = `there is no file ${quoteValue(report)}. Write the report there, or say where it is; did the tests run with coverage?`;
  return new InvalidInputError([{ input: "report", message }]);
}

function total(files: readonly FileCoverage[]): FileCoverage {
  return files.reduce((sum, { lines, covered }) => ({
    path: "",
    lines: sum.lines + lines,
    covered: sum.covered + covered,
  }));
}

/** 0..100; a file without lines has nothing left to cover. */
function percentOf({ lines, covered }: FileCoverage): number {
  return lines === 0 ? 100 : (100 * covered) / lines;
}

/** Rounded down, so that 79.96 is not shown as the 80 that it misses. */
function shown(percent: number): string {
  return (Math.floor(percent * 10) / 10).toFixed(1);
}

function summary(title: string, files: readonly FileCoverage[], threshold: number): string {
  const all = total(files);
  const mark = percentOf(all) < threshold ? "❌" : "✅";
  const worst = [...files].sort((one, other) => percentOf(one) - percentOf(other));
  const rows = worst.slice(0, maxFiles).map((file) => row(`\`${file.path.replaceAll(/[`|\r\n]/g, "_")}\``, file));
  const rest = files.length > maxFiles ? [`| … and ${files.length - maxFiles} more | | |`] : [];
  return [
    `### ${mark} ${title.replaceAll(/[<>\r\n]/g, " ")}: ${shown(percentOf(all))} % of at least ${threshold} %`,
    "",
    "| File | Lines | Covered |",
    "| --- | ---: | ---: |",
    ...rows,
    ...rest,
    row("**All files**", all),
    "",
  ].join("\n");
}

function row(name: string, file: FileCoverage): string {
  return `| ${name} | ${file.covered} / ${file.lines} | ${shown(percentOf(file))} % |`;
}
