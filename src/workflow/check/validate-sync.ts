import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { TidegateError, UnavailableError } from "../../errors/tidegate-error.ts";
import type { WorkflowText } from "./check-file.ts";
import type { Problem } from "./problem.ts";

/** What the worker answers. */
export type WorkerAnswer =
  | { readonly kind: "problems"; readonly problems: readonly Problem[] }
  | { readonly kind: "broken"; readonly message: string };

const timeoutMs = 60_000;
const isSource = import.meta.url.endsWith(".ts");
/** From source a TypeScript file with a hook for JSON; published, a bundle in the same folder as this one. */
const workerUrl = isSource
  ? new URL("./validate-worker.ts", import.meta.url)
  : new URL("./validate-worker.js", import.meta.url);
const execArgv = isSource ? ["--import", new URL("../../build/json-imports.mjs", import.meta.url).href] : [];

/**
 * `checkFile` for callers that cannot wait for a promise: projen synthesizes synchronously, GitHub's language service
 * answers asynchronously. A worker thread does the work while this one sleeps.
 * @throws UnavailableError when the worker does not answer; a file that could not be checked is never taken for sound
 */
export function checkFilesSync(texts: readonly WorkflowText[]): readonly Problem[] {
  const { port1, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(workerUrl, {
    execArgv,
    workerData: { texts, signal, port: port2 },
    transferList: [port2],
  });
  worker.unref();
  const woken = Atomics.wait(signal, 0, 0, timeoutMs);
  const answer = receiveMessageOnPort(port1)?.message as WorkerAnswer | undefined;
  port1.close();
  if (woken === "timed-out" || answer === undefined) {
    throw new UnavailableError(
      `The workflows were not checked within ${timeoutMs / 1000} s; nothing was written. Try again.`,
    );
  }
  if (answer.kind === "broken") {
    throw new TidegateError("unsupported", `The workflows could not be checked: ${answer.message}`);
  }
  return answer.problems;
}
