import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { CheckAnswer } from "./check-answer.ts";
import type { WorkflowText } from "./check-file.ts";

const timeoutMs = 60_000;
const workerUrl = new URL("./validate-worker.ts", import.meta.url);
const execArgv = ["--import", new URL("../../build/json-imports.mjs", import.meta.url).href];

/** From source: a thread with a hook for JSON checks while this one sleeps. `undefined` when it does not answer. */
export function checkInWorker(texts: readonly WorkflowText[]): CheckAnswer | undefined {
  const { port1, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const workerData = { texts, signal, port: port2 };
  const worker = new Worker(workerUrl, { execArgv, workerData, transferList: [port2] });
  worker.unref();
  const woken = Atomics.wait(signal, 0, 0, timeoutMs);
  const answer = receiveMessageOnPort(port1)?.message as CheckAnswer | undefined;
  port1.close();
  return woken === "timed-out" ? undefined : answer;
}
