import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface CrashRun {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly log: string;
  /** The moments it passed, in order. */
  readonly trace: readonly string[];
  /** When it ended itself; `undefined` when it did not. */
  readonly diedAtMs: number | undefined;
}

/** Runs a program of an action to its end. Nothing of this process's environment but PATH gets through. */
export async function runCrashProgram(
  program: string,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
  onStart: (pid: number) => void = () => undefined,
): Promise<CrashRun> {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-crash-run-"));
  const file = (name: string) => join(folder, name);
  for (const name of ["output", "summary", "trace"]) writeFileSync(file(name), "");
  const given = Object.entries(inputs).map(([input, value]) => [`INPUT_${input.toUpperCase()}`, value]);
  const files = { GITHUB_OUTPUT: file("output"), GITHUB_STEP_SUMMARY: file("summary") };
  const crash = { CRASH_TRACE: file("trace"), CRASH_TIME_FILE: file("time") };
  const child = spawn(process.execPath, [program], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, ...files, ...crash, ...Object.fromEntries(given), ...env },
  });
  if (child.pid !== undefined) onStart(child.pid);
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => chunks.push(String(chunk)));
  const [exitCode, signal] = await once(child, "close");
  const trace = readFileSync(file("trace"), "utf8").split("\n").filter(Boolean);
  const diedAtMs = existsSync(file("time")) ? Number(readFileSync(file("time"), "utf8")) : undefined;
  rmSync(folder, { recursive: true, force: true });
  return { exitCode, signal, log: chunks.join(""), trace, diedAtMs };
}
