import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "../../src/build/repository-root.ts";
import { type ActionRun, parseOutputs } from "./run-action.ts";

export interface StartedAction {
  kill(signal: "SIGINT" | "SIGTERM" | "SIGKILL"): void;
  readonly ended: Promise<ActionRun>;
}

/** Starts an action's bundle in a process of its own, so that a test can interfere while it runs. */
export function startAction(
  name: string,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): StartedAction {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-action-"));
  const files = { GITHUB_OUTPUT: join(folder, "output"), GITHUB_STEP_SUMMARY: join(folder, "summary") };
  for (const file of Object.values(files)) writeFileSync(file, "");
  const given = Object.entries(inputs).map(([input, value]) => [`INPUT_${input.toUpperCase()}`, value]);
  const child = spawn(process.execPath, [join(repositoryRoot, "actions/dist", `${name}.mjs`)], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, ...files, ...Object.fromEntries(given), ...env },
  });
  return { kill: (signal) => void child.kill(signal), ended: untilEnd(child, folder, files) };
}

async function untilEnd(
  child: ChildProcess,
  folder: string,
  files: { readonly GITHUB_OUTPUT: string; readonly GITHUB_STEP_SUMMARY: string },
): Promise<ActionRun> {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => chunks.push(String(chunk)));
  const [exitCode] = await once(child, "close");
  const outputs = parseOutputs(readFileSync(files.GITHUB_OUTPUT, "utf8"));
  const summary = readFileSync(files.GITHUB_STEP_SUMMARY, "utf8");
  rmSync(folder, { recursive: true, force: true });
  return { exitCode, outputs, summary, log: chunks.join("") };
}
