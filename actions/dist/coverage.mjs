import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  InvalidInputError,
  defineAction,
  runMain
} from "./shared-8.mjs";
import {
  UnavailableError,
  number,
  quoteValue,
  string
} from "./shared-2.mjs";

// actions/coverage/main.ts
import { resolve } from "node:path";

// src/action/find-file.ts
import { readFile } from "node:fs/promises";
async function findFile(path) {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return void 0;
    throw new UnavailableError(`${path} cannot be read: ${String(error)}. Check what it is and who may read it.`, {
      cause: error
    });
  }
}

// actions/coverage/inputs.ts
var definition = defineAction({
  name: "coverage",
  title: "tidegate coverage",
  description: "Shows a coverage report as a table in the step summary and fails under the threshold.",
  inputs: {
    report: {
      description: "Path of an lcov report, from the workspace.",
      schema: string(),
      required: false,
      default: "coverage/lcov.info"
    },
    threshold: {
      description: "Lowest share of lines that must be covered, in percent, 0 to 100.",
      schema: string().regex(/^\d{1,3}(\.\d+)?$/, "expected a number from 0 to 100").transform(Number).pipe(number().max(100, "expected a number from 0 to 100")),
      required: true
    },
    title: {
      description: "Heading of the table.",
      schema: string(),
      required: false,
      default: "Coverage"
    }
  },
  outputs: { lines: "Share of lines covered, in percent with one decimal." }
});

// actions/coverage/parse-lcov.ts
var otherRecords = /^(TN|VER|FN|FNA|FNL|FNDA|FNF|FNH|BRDA|BRF|BRH|MCDC|MCF|MCH|LF|LH):/;
function parseLcov(text, path) {
  const hits = /* @__PURE__ */ new Map();
  let file;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const data = /^DA:(\d+),(\d+)(?:,.*)?$/.exec(line);
    if (line.startsWith("SF:")) {
      file = hits.get(line.slice(3)) ?? /* @__PURE__ */ new Map();
      hits.set(line.slice(3), file);
    } else if (data && file) {
      const number2 = Number(data[1]);
      file.set(number2, (file.get(number2) ?? 0) + Number(data[2]));
    } else if (line === "end_of_record") file = void 0;
    else if (line.trim() !== "" && !line.startsWith("#") && !otherRecords.test(line))
      throw notLcov(path, index + 1, line);
  }
  const files = [...hits].map(([name, lines]) => ({
    path: name,
    lines: lines.size,
    covered: [...lines.values()].filter((count) => count > 0).length
  }));
  if (files.every(({ lines }) => lines === 0)) throw noLines(path);
  return files;
}
function notLcov(path, number2, line) {
  const message = `${path} is not an lcov report: line ${number2} is ${quoteValue(line)}. Have the test runner write lcov.`;
  return new InvalidInputError([{ input: "report", message }]);
}
function noLines(path) {
  const message = `${path} tells of no lines at all, so nothing was measured. Check that the tests ran with coverage.`;
  return new InvalidInputError([{ input: "report", message }]);
}

// actions/coverage/run.ts
var maxFiles = 200;
async function run(inputs, { runner, findFile: findFile2 }) {
  const { report, threshold, title } = inputs;
  const text = await findFile2(report);
  if (text === void 0) throw missing(report);
  const files = parseLcov(text, report);
  const percent = percentOf(total(files));
  runner.setOutput("lines", shown(percent));
  await runner.addSummary(summary(title, files, threshold));
  const sentence = `${shown(percent)} % of the lines are covered, at least ${threshold} % are asked for`;
  if (percent < threshold) runner.setFailed(`${sentence}. The step summary lists the files; test what they miss.`);
  else runner.info(sentence);
}
function missing(report) {
  const message = `there is no file ${quoteValue(report)}. Write the report there, or say where it is; did the tests run with coverage?`;
  return new InvalidInputError([{ input: "report", message }]);
}
function total(files) {
  return files.reduce((sum, { lines, covered }) => ({
    path: "",
    lines: sum.lines + lines,
    covered: sum.covered + covered
  }));
}
function percentOf({ lines, covered }) {
  return lines === 0 ? 100 : 100 * covered / lines;
}
function shown(percent) {
  return (Math.floor(percent * 10) / 10).toFixed(1);
}
function summary(title, files, threshold) {
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
    ""
  ].join("\n");
}
function row(name, file) {
  return `| ${name} | ${file.covered} / ${file.lines} | ${shown(percentOf(file))} % |`;
}

// actions/coverage/main.ts
await runMain(
  definition,
  (inputs, runner) => run(inputs, {
    runner,
    findFile: (path) => findFile(resolve(process.env.GITHUB_WORKSPACE ?? ".", path))
  })
);
