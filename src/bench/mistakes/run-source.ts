import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Source } from "./compile-all.ts";

const timeoutMs = 60_000;

/** Runs a module with this Node, which strips its types. @returns what it said when it failed */
export function runSource({ path, code }: Source, execArgv: readonly string[] = []): Promise<string | undefined> {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, code);
  const env = { ...process.env, PROJEN_DISABLE_POST: "1", OUTDIR: `${path}.out`, NO_COLOR: "1" };
  mkdirSync(env.OUTDIR, { recursive: true });
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...execArgv, path],
      { env, timeout: timeoutMs, cwd: dirname(path) },
      (error, out, err) => {
        resolve(error ? `${out}${err}` : undefined);
      },
    );
  });
}
