import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

export interface ProcessRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Called for each line of standard output and standard error. */
  readonly onLine: (line: string) => void;
}

/** For how long after a process has ended its last lines are waited for, while somebody else holds its pipes. */
const lastLinesMs = 250;

/**
 * Runs a process to its end, without a time limit.
 *
 * @returns its exit code, or -1 when a signal ended it
 * @throws the system's error when it cannot be started
 */
export async function runProcess({ command, args, cwd, env, onLine }: ProcessRequest): Promise<number> {
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const read = readLines(child, onLine);
  // Not "close": a daemon that a step leaves behind may hold the pipes open.
  const [exitCode] = (await once(child, "exit")) as [number | null];
  const patience = new AbortController();
  const late = setTimeout(() => patience.abort(), lastLinesMs);
  await Promise.race([read, once(patience.signal, "abort")]);
  clearTimeout(late);
  // Such a daemon must not keep the run alive either.
  child.stdout.destroy();
  child.stderr.destroy();
  return exitCode ?? -1;
}

async function readLines(child: ChildProcessByStdio<null, Readable, Readable>, onLine: (line: string) => void) {
  const readers = [child.stdout, child.stderr].map((input) => createInterface({ input }).on("line", onLine));
  await Promise.all(readers.map((reader) => once(reader, "close")));
}
