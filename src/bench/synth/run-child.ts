import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { UnavailableError } from "../../errors/tidegate-error.ts";

export interface ChildOptions {
  readonly cwd: string;
  /** Beside what every measured process gets. */
  readonly env?: Readonly<Record<string, string>>;
}

/** This bench's own Node comes first on the path, so that npx and what it starts use it too. */
const path = `${dirname(process.execPath)}:${process.env.PATH}`;

/**
 * Runs a command to its end. projen does nothing behind synth, so that nobody's package manager is measured.
 * @returns wall time in milliseconds
 * @throws UnavailableError with what it printed, when it fails
 */
export function runChild(command: string, args: readonly string[], { cwd, env = {} }: ChildOptions): number {
  const all = { ...process.env, PATH: path, CI: "1", PROJEN_DISABLE_POST: "1", ...env };
  const program = command === "node" ? process.execPath : command;
  const begin = performance.now();
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, env: all, encoding: "utf8" });
  const durationMs = performance.now() - begin;
  if (status !== 0) {
    throw new UnavailableError(`${[command, ...args].join(" ")} failed: ${error?.message ?? ""}\n${stdout}${stderr}`);
  }
  return durationMs;
}
