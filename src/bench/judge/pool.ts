import { Worker } from "node:worker_threads";
import type { CellResult } from "./run-cell.ts";
import type { NativeResult } from "./run-native-cell.ts";
import type { Task } from "./worker.ts";

/** Plays tasks on `threads` workers and tells of each result as it comes. Rejects when a worker throws. */
export async function playAll(
  tasks: readonly Task[],
  threads: number,
  onResult: (task: Task, result: CellResult | NativeResult) => void,
): Promise<void> {
  const waiting = [...tasks];
  const workers = Array.from({ length: Math.min(threads, tasks.length) }, () => {
    return new Worker(new URL("worker.ts", import.meta.url), { resourceLimits: { maxYoungGenerationSizeMb: 64 } });
  });
  try {
    await Promise.all(workers.map((worker) => drain(worker, waiting, onResult)));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function drain(
  worker: Worker,
  waiting: Task[],
  onResult: (task: Task, result: CellResult | NativeResult) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let task = waiting.shift();
    const next = () => (task === undefined ? resolve() : worker.postMessage(task));
    worker.on("error", reject);
    worker.on("message", (result: CellResult | NativeResult) => {
      if (task !== undefined) onResult(task, result);
      task = waiting.shift();
      next();
    });
    next();
  });
}
