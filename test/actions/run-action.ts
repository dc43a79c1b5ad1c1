import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "../../src/build/repository-root.ts";

export interface ActionRun {
  readonly exitCode: number | null;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Standard output and error together. */
  readonly log: string;
}

/**
 * Runs an action's committed bundle in a process of its own, as GitHub's runner would.
 *
 * @param env beside the inputs; nothing of this process's environment but PATH and HOME gets through
 */
export async function runAction(
  name: string,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): Promise<ActionRun> {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-action-"));
  const [output, summary] = [join(folder, "output"), join(folder, "summary")];
  for (const file of [output, summary]) writeFileSync(file, "");
  const given = Object.entries(inputs).map(([input, value]) => [`INPUT_${input.toUpperCase()}`, value]);
  const child = spawn(process.execPath, [join(repositoryRoot, "actions/dist", `${name}.mjs`)], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_WORKSPACE: folder,
      ...Object.fromEntries(given),
      ...env,
    },
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => chunks.push(String(chunk)));
  const [exitCode] = await once(child, "close");
  const outputs = parseOutputs(readFileSync(output, "utf8"));
  const run = { exitCode, outputs, summary: readFileSync(summary, "utf8"), log: chunks.join("") };
  rmSync(folder, { recursive: true, force: true });
  return run;
}

/** The runner's format: `name<<delimiter`, the value's lines, the delimiter. */
export function parseOutputs(text: string): Record<string, string> {
  const found = text.matchAll(/^(?<name>[^\n<]+)<<(?<end>\S+)\n(?<value>[\s\S]*?)\n\k<end>$/gm);
  return Object.fromEntries([...found].map(({ groups }) => [groups?.name ?? "", groups?.value ?? ""]));
}
