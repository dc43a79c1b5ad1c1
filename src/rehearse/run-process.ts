import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface ProcessRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Called for each line of standard output and standard error. */
  readonly onLine: (line: string) => void;
  readonly timeoutMs: number;
}

/** How a process ended: its exit code, or -1 when a signal or the time limit ended it. */
export async function runProcess({ command, args, cwd, env, onLine, timeoutMs }: ProcessRequest): Promise<number> {
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: timeoutMs });
  const lines = [child.stdout, child.stderr].map(async (input) => {
    for await (const line of createInterface({ input })) onLine(line);
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    // Not "close": a daemon that a step leaves behind may hold the pipes open.
    child.once("exit", (exitCode) => resolve(exitCode ?? -1));
  });
  await Promise.race([Promise.all(lines), new Promise((resolve) => setTimeout(resolve, 250).unref())]);
  return code;
}
