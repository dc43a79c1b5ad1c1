#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { registerCheck } from "./check/register.ts";
import { registerControl } from "./control/register.ts";
import { registerGraph } from "./graph/register.ts";
import { registerImport } from "./import/register.ts";
import { packageRoot } from "./package-root.ts";
import { registerPins } from "./pins/register.ts";
import { registerReplay } from "./replay/register.ts";
import { registerReport } from "./report/register.ts";
import { runProgram } from "./run-program.ts";
import { registerStatus } from "./status/register.ts";

const { version } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as { version: string };

const program = new Command("tidegate")
  .description(
    "Pipelines as code for GitHub Actions whose rollouts are judged while they run, and taken back by themselves.",
  )
  .version(version);

program
  .command("demo")
  .description("rehearse a repository's releases on this machine: one that is good, three that are taken back")
  .option("--json", "print the result as JSON on standard output; progress goes to standard error")
  .option("--keep", "keep the scratch folder with its repository, logs and records")
  .action(async (options: { json?: boolean; keep?: boolean }) => {
    const { demo } = await import("./demo/demo.ts");
    process.exitCode = await demo({ json: options.json ?? false, keep: options.keep ?? false });
  });

program
  .command("serve-run", { hidden: true })
  .description("run one workflow, described on standard input, for a rehearsal")
  .action(async () => {
    const { serveChildRun } = await import("../rehearse/serve-child-run.ts");
    await serveChildRun();
  });

registerCheck(program);
registerPins(program);
registerGraph(program);
registerImport(program);
registerControl(program);
registerReplay(program);
registerReport(program);
registerStatus(program);

// Bundled as CommonJS, which cannot wait at its top.
void runProgram(program, process.argv.slice(2)).then((exitCode) => {
  if (exitCode !== undefined) process.exitCode = exitCode;
});
