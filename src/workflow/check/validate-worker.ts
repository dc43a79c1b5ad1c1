/** The thread behind `checkFilesSync`: checks the files it is given, answers once, and wakes who sleeps. */
import { type MessagePort, workerData } from "node:worker_threads";
import { checkFile, type WorkflowText } from "./check-file.ts";
import type { WorkerAnswer } from "./validate-sync.ts";

interface Task {
  readonly texts: readonly WorkflowText[];
  readonly signal: Int32Array;
  readonly port: MessagePort;
}

async function answer(texts: readonly WorkflowText[]): Promise<WorkerAnswer> {
  try {
    const problems = [];
    for (const text of texts) {
      problems.push(...(await checkFile(text)));
    }
    return { kind: "problems", problems };
  } catch (error) {
    return { kind: "broken", message: error instanceof Error ? error.message : String(error) };
  }
}

const { texts, signal, port }: Task = workerData;
port.postMessage(await answer(texts));
Atomics.store(signal, 0, 1);
Atomics.notify(signal, 0);
