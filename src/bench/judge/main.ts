import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { nativeGrid, quickGrid, sharedGrid } from "./grid.ts";
import { playAll } from "./pool.ts";
import { writeReport } from "./report.ts";
import { emptyResults, readResults, writeResults } from "./results.ts";
import type { CellResult } from "./run-cell.ts";
import type { NativeResult } from "./run-native-cell.ts";
import { nameOf, type Scenario } from "./scenario.ts";
import { printSummary } from "./summary.ts";
import type { Task } from "./worker.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    live: { type: "boolean", default: false },
    runs: { type: "string" },
    threads: { type: "string" },
    /** Stop after this many cells; the next run goes on from there. */
    cells: { type: "string" },
    /** Only cells whose names match this regular expression, such as ^20rps/0.1%/ */
    only: { type: "string", default: "" },
    out: { type: "string" },
    /** Only write table and picture from what was measured. */
    report: { type: "boolean", default: false },
  },
});

const runs = Number(values.runs ?? (values.quick ? 200 : 2000));
const threads = Number(values.threads ?? availableParallelism());
const out = values.out ?? (values.quick ? undefined : "docs/bench");

if (values.live) {
  const { runLive } = await import("./live/live.ts");
  await runLive(out ?? "docs/bench");
} else {
  await measure();
}

async function measure(): Promise<void> {
  const path = out === undefined ? undefined : `${out}/judge.json`;
  const results = path === undefined ? emptyResults(runs) : readResults(path, runs);
  const tasks = values.report ? [] : todo().slice(0, Number(values.cells ?? Number.POSITIVE_INFINITY));
  const started = Date.now();
  let done = 0;
  await playAll(tasks, threads, (task, result) => {
    const name = nameOf(task.scenario);
    if (task.ramp === "shared") results.shared[name] = result as CellResult;
    else results.native[name] = result as NativeResult;
    if (path !== undefined) writeResults(path, results);
    done += 1;
    const leftMinutes = ((Date.now() - started) / done / 60_000) * (tasks.length - done);
    process.stderr.write(`${done}/${tasks.length} ${task.ramp} ${name}, about ${leftMinutes.toFixed(1)} min left\n`);
  });
  printSummary(results);
  if (out !== undefined) writeReport(out, results);

  function todo(): readonly Task[] {
    const isWanted = (scenario: Scenario) => new RegExp(values.only).test(nameOf(scenario));
    const shared = (values.quick ? quickGrid() : sharedGrid()).filter(isWanted);
    const native = (values.quick ? [] : nativeGrid()).filter(isWanted);
    const tasks: Task[] = [
      ...shared
        .filter((each) => !(nameOf(each) in results.shared))
        .map((scenario) => ({ ramp: "shared" as const, scenario, runs })),
      ...native
        .filter((each) => !(nameOf(each) in results.native))
        .map((scenario) => ({ ramp: "native" as const, scenario, runs })),
    ];
    return tasks.sort((a, b) => rankOf(a) - rankOf(b));
  }
}

/** What a run that is stopped early should have: false rollbacks, then the table's regressions, then the rest. */
function rankOf({ ramp, scenario: { effect, errorRatio } }: Task): number {
  if (ramp === "shared" && effect.kind === "none") return 0;
  if (ramp === "native") return 2;
  return errorRatio === 0.001 ? 1 : 3;
}
