/** The thread behind `checkInWorker`: checks the files it is given, answers, and wakes who sleeps. */
import { type MessagePort, workerData } from "node:worker_threads";
import { answerCheck } from "./check-answer.ts";
import type { WorkflowText } from "./check-file.ts";

interface Desk {
  readonly signal: Int32Array;
  readonly port: MessagePort;
}

const { signal, port }: Desk = workerData;
port.on("message", async (texts: readonly WorkflowText[]) => {
  port.postMessage(await answerCheck(texts));
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
});
