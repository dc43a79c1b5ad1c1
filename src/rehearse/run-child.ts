import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { RehearsalError } from "./rehearsal-error.ts";
import type { RunEvent } from "./run-event.ts";
import type { RunResult } from "./run-workflow.ts";
import type { RunTrigger, World } from "./world.ts";

/** What a run in a process of its own is told, as one line of JSON on its standard input. */
export interface ChildRequest {
  readonly path: string;
  readonly world: World;
  readonly trigger: RunTrigger;
}

/** What it answers, one JSON value a line. */
export type ChildMessage =
  | { readonly kind: "event"; readonly event: RunEvent }
  | { readonly kind: "result"; readonly result: RunResult }
  | { readonly kind: "error"; readonly message: string };

export interface RunningChild {
  /** The run's result; undefined when its process was killed before it had one. */
  readonly finished: Promise<RunResult | undefined>;
  /** Ends runner, steps and actions at once, as when a machine is lost: nobody is left to run `always()` steps. */
  kill(): void;
  /** Asks the run to cancel, as the button on GitHub does. */
  cancel(): void;
}

/**
 * Runs a workflow in a process group of its own, so that it can be lost like a runner.
 *
 * @param command the program and arguments that call {@link serveChildRun}
 */
export function startChildRun(
  command: readonly [string, ...string[]],
  request: ChildRequest,
  emit: (event: RunEvent) => void,
): RunningChild {
  const [program, ...args] = command;
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"], detached: true });
  child.stdin.end(`${JSON.stringify(request)}\n`);
  return {
    finished: readMessages(child, emit),
    kill: () => signalGroup(child, "SIGKILL"),
    cancel: () => signalGroup(child, "SIGINT"),
  };
}

async function readMessages(child: ChildProcess, emit: (event: RunEvent) => void): Promise<RunResult | undefined> {
  let result: RunResult | undefined;
  let failure: string | undefined;
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  if (child.stdout) {
    for await (const line of createInterface({ input: child.stdout })) {
      const message = JSON.parse(line) as ChildMessage;
      if (message.kind === "event") emit(message.event);
      else if (message.kind === "result") result = message.result;
      else failure = message.message;
    }
  }
  await exited;
  if (failure !== undefined) throw new RehearsalError(failure);
  return result;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, signal);
}
