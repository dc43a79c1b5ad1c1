import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { CheckAnswer } from "./check-answer.ts";
import type { WorkflowText } from "./check-file.ts";

const timeoutMs = 60_000;
const workerUrl = new URL("./validate-worker.ts", import.meta.url);
const execArgv = ["--import", new URL("../../build/json-imports.mjs", import.meta.url).href];

/** A thread that checks for the whole life of this process: loading GitHub's parser takes longer than a hundred files. */
interface CheckThread {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly signal: Int32Array;
}

let running: CheckThread | undefined;

/** From source: a thread with a hook for JSON checks while this one sleeps. `undefined` when it does not answer. */
export function checkInWorker(texts: readonly WorkflowText[]): CheckAnswer | undefined {
  running ??= start();
  const { worker, port, signal } = running;
  Atomics.store(signal, 0, 0);
  port.postMessage(texts);
  const woken = Atomics.wait(signal, 0, 0, timeoutMs);
  if (woken === "timed-out") {
    // Its answer may still come, and must not be taken for the next one.
    running = undefined;
    void worker.terminate();
    return undefined;
  }
  return receiveMessageOnPort(port)?.message;
}

function start(): CheckThread {
  const { port1, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(workerUrl, { execArgv, workerData: { signal, port: port2 }, transferList: [port2] });
  worker.unref();
  return { worker, port: port1, signal };
}
