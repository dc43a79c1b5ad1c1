import { type ExecFileException, execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { BenchError } from "./bench-error.ts";
import type { Source } from "./compile-all.ts";

export interface RunOptions {
  /** For Node, before the file. */
  readonly execArgv?: readonly string[];
  /** @default a minute */
  readonly timeoutMs?: number;
}

/** Why it says nothing of the source that the process ended so; `undefined` when the source itself ended it. */
function brokenRun({ code, killed, signal, message }: ExecFileException, timeoutMs: number): string | undefined {
  if (typeof code === "number") return undefined;
  if (killed && typeof code !== "string") return `took more than ${timeoutMs} ms: run the bench on a quieter machine`;
  return signal ? `was ended by ${signal}` : `could not be run: ${message}`;
}

/**
 * Runs a module with this Node, which strips its types.
 * @returns what it said when it failed
 * @throws BenchError when it ran out of time or was ended from outside: then it has not refused anything
 */
export function runSource(
  { path, code }: Source,
  { execArgv = [], timeoutMs = 60_000 }: RunOptions = {},
): Promise<string | undefined> {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, code);
  const env = { ...process.env, PROJEN_DISABLE_POST: "1", OUTDIR: `${path}.out`, NO_COLOR: "1" };
  mkdirSync(env.OUTDIR, { recursive: true });
  const options = { env, timeout: timeoutMs, cwd: dirname(path) };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [...execArgv, path], options, (error, out, err) => {
      const broken = error ? brokenRun(error, timeoutMs) : undefined;
      if (broken !== undefined) reject(new BenchError(`${path} ${broken}.`));
      else resolve(error ? `${out}${err}` : undefined);
    });
  });
}
