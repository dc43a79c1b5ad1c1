import { InvalidInputError } from "../../src/errors/invalid-input-error.ts";
import { quoteValue } from "../../src/errors/quote-value.ts";

/** Lines of one source file: how many can run, and how many did. */
export interface FileCoverage {
  readonly path: string;
  readonly lines: number;
  readonly covered: number;
}

/** Records that say nothing about lines. See geninfo(1), https://manpages.debian.org/lcov/geninfo.1.en.html#FILES. */
const otherRecords = /^(TN|VER|FN|FNA|FNL|FNDA|FNF|FNH|BRDA|BRF|BRH|MCDC|MCF|MCH|LF|LH):/;

/**
 * Reads an lcov report. Lines are counted from their own `DA` records, not from the report's sums; a file that occurs
 * in several sections (one a test run) counts a line as covered if any of them ran it.
 *
 * @throws InvalidInputError when it is not an lcov report, or has no lines: that is a broken report, not full coverage
 */
export function parseLcov(text: string, path: string): readonly FileCoverage[] {
  const hits = new Map<string, Map<number, number>>();
  let file: Map<number, number> | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const data = /^DA:(\d+),(\d+)(?:,.*)?$/.exec(line);
    if (line.startsWith("SF:")) {
      file = hits.get(line.slice(3)) ?? new Map();
      hits.set(line.slice(3), file);
    } else if (data && file) {
      const number = Number(data[1]);
      file.set(number, (file.get(number) ?? 0) + Number(data[2]));
    } else if (line === "end_of_record") file = undefined;
    else if (line.trim() !== "" && !line.startsWith("#") && !otherRecords.test(line))
      throw notLcov(path, index + 1, line);
  }
  const files = [...hits].map(([name, lines]) => ({
    path: name,
    lines: lines.size,
    covered: [...lines.values()].filter((count) => count > 0).length,
  }));
  if (files.every(({ lines }) => lines === 0)) throw noLines(path);
  return files;
}

function notLcov(path: string, number: number, line: string): InvalidInputError {
  const message = `${path} is not an lcov report: line ${number} is ${quoteValue(line)}. Have the test runner write lcov.`;
  return new InvalidInputError([{ input: "report", message }]);
}

function noLines(path: string): InvalidInputError {
  const message = `${path} tells of no lines at all, so nothing was measured. Check that the tests ran with coverage.`;
  return new InvalidInputError([{ input: "report", message }]);
}
