import { spawn } from "node:child_process";
import { reasonOf } from "../errors/reason-of.ts";

export interface CommandToRun {
  /** The program and its arguments; no shell reads them. */
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Of each of its two outputs. */
  readonly maxBytes: number;
}

export type CommandEnding =
  | { readonly kind: "ended"; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: "signal"; readonly signal: string }
  | { readonly kind: "late" | "too-long" }
  | { readonly kind: "not-started"; readonly reason: string };

/**
 * Runs a program in a process group of its own. When it takes too long or writes too much, and also when it has ended,
 * the whole group is killed: a child that it left behind would hold on to the output, and live on.
 */
export function runCommand({ argv, env, timeoutMs, maxBytes }: CommandToRun): Promise<CommandEnding> {
  const [program, ...args] = argv;
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: { ...env }, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const end = (ending: CommandEnding) => {
      clearTimeout(timer);
      killGroup(child.pid);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(ending);
    };
    const timer = setTimeout(() => end({ kind: "late" }), timeoutMs);
    const collect = (stream: NodeJS.ReadableStream): Buffer[] => {
      const parts: Buffer[] = [];
      let bytes = 0;
      stream.on("data", (part: Buffer) => {
        bytes += part.length;
        if (bytes > maxBytes) end({ kind: "too-long" });
        else parts.push(part);
      });
      return parts;
    };
    const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
    child.once("error", (error) => end({ kind: "not-started", reason: reasonOf(error) }));
    // A child that it left behind may hold the outputs open; what the program itself wrote is there by then.
    child.once("exit", () => killGroup(child.pid));
    child.once("close", (code, signal) => {
      if (code === null) return end({ kind: "signal", signal: signal ?? "unknown" });
      end({ kind: "ended", code, stdout: textOf(stdout), stderr: textOf(stderr) });
    });
  });
}

function textOf(parts: readonly Buffer[]): string {
  return Buffer.concat(parts).toString("utf8");
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
