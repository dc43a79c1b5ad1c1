import { text } from "node:stream/consumers";
import type { ChildMessage, ChildRequest } from "./run-child.ts";
import { runWorkflow } from "./run-workflow.ts";

/** The other side of `startChildRun`: reads the request, runs the workflow, reports on standard output. */
export async function serveChildRun(): Promise<void> {
  const send = (message: ChildMessage) => process.stdout.write(`${JSON.stringify(message)}\n`);
  const cancel = new AbortController();
  process.once("SIGINT", () => cancel.abort());
  try {
    const request = JSON.parse(await text(process.stdin)) as ChildRequest;
    const emit = (event: Parameters<Parameters<typeof runWorkflow>[0]["emit"]>[0]) => send({ kind: "event", event });
    send({ kind: "result", result: await runWorkflow({ ...request, emit, signal: cancel.signal }) });
  } catch (error) {
    send({ kind: "error", message: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
  }
}
