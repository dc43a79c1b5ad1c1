import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
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
  /**
   * The run's result; undefined when its process was killed before it had one. Rejects with a RehearsalError when the
   * run could not be carried out.
   */
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
  // A process that ends without reading its request is told by how it ended, not by the broken pipe.
  child.stdin.on("error", () => undefined);
  child.stdin.end(`${JSON.stringify(request)}\n`);
  const finished = finish(child, request.path, emit);
  // Whoever awaits it meets the error; until somebody does, it must not end this process.
  finished.catch(() => undefined);
  return {
    finished,
    kill: () => signalGroup(child, "SIGKILL"),
    cancel: () => signalGroup(child, "SIGINT"),
  };
}

type Ending = { readonly code: number | null; readonly signal: NodeJS.Signals | null };
type RunProcess = ChildProcessByStdio<Writable, Readable, null>;

async function finish(child: RunProcess, path: string, emit: (event: RunEvent) => void) {
  const [answer, { code, signal }] = await Promise.all([readMessages(child.stdout, emit), endOf(child, path)]);
  if (answer.failure !== undefined) throw new RehearsalError(answer.failure);
  // A killed process may leave half a message behind, which is no error of anybody.
  if (signal !== null) return answer.result;
  if (answer.unreadable !== undefined) {
    const line = answer.unreadable.slice(0, shownCharacters);
    throw new RehearsalError(`The process that ran ${path} wrote '${line}', which is not a message of a rehearsal.`);
  }
  if (answer.result) return answer.result;
  throw new RehearsalError(`The process that ran ${path} ended with exit code ${code} and no result; see its output.`);
}

const shownCharacters = 200;

/** @throws RehearsalError when the process could not be started */
function endOf(child: RunProcess, path: string): Promise<Ending> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", (error) => {
      reject(new RehearsalError(`No process could be started to run ${path}: ${error.message}`, { cause: error }));
    });
  });
}

interface Answer {
  result: RunResult | undefined;
  failure: string | undefined;
  /** The first line that is not a message. Reading goes on, so that the run is never blocked on a full pipe. */
  unreadable: string | undefined;
}

async function readMessages(stdout: Readable, emit: (event: RunEvent) => void): Promise<Answer> {
  const answer: Answer = { result: undefined, failure: undefined, unreadable: undefined };
  for await (const line of createInterface({ input: stdout })) {
    const message = findMessage(line);
    if (message === undefined) answer.unreadable ??= line;
    else if (message.kind === "event") emit(message.event);
    else if (message.kind === "result") answer.result = message.result;
    else answer.failure = message.message;
  }
  return answer;
}

const kinds: readonly unknown[] = ["event", "result", "error"] satisfies ChildMessage["kind"][];

/** The other side is this same program, so a kind that is known vouches for the rest. */
function findMessage(line: string): ChildMessage | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const kind = typeof value === "object" && value !== null && "kind" in value ? value.kind : undefined;
    return kinds.includes(kind) ? (value as ChildMessage) : undefined;
  } catch {
    return undefined;
  }
}

/** Does nothing when the whole group has ended already. */
function signalGroup(child: RunProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
