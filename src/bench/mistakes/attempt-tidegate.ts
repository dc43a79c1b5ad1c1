import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { repositoryRoot } from "../../build/repository-root.ts";
import { compileAll } from "./compile-all.ts";
import type { Mistake } from "./mistake.ts";
import type { Outcome } from "./outcome.ts";
import { runSource } from "./run-source.ts";
import { soundSource, sourceWith } from "./sound-source.ts";

function compilerOptions(): ts.CompilerOptions {
  const file = join(repositoryRoot, "tsconfig.json");
  const { config } = ts.parseConfigFileTextToJson(file, readFileSync(file, "utf8"));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, repositoryRoot);
  return { ...options, noEmit: true, moduleDetection: ts.ModuleDetectionKind.Force };
}

const hook = pathToFileURL(join(repositoryRoot, "src/build/json-imports.mjs")).href;
const entry = pathToFileURL(join(repositoryRoot, "src/workflow/index.ts")).href;

function run(code: string, folder: string, index: number): Promise<string | undefined> {
  const runnable = code.replace('"tidegate/workflow"', JSON.stringify(entry));
  return runSource(
    { path: join(folder, "tidegate", `${index}.mts`), code: runnable },
    { execArgv: ["--import", hook] },
  );
}

/**
 * What tidegate, from this checkout, says of each mistake.
 * @param folder where what compiles is run
 */
export async function attemptTidegate(mistakes: readonly Mistake[], folder: string): Promise<readonly Outcome[]> {
  const codes = [soundSource("tidegate"), ...mistakes.map((mistake) => sourceWith(mistake, "tidegate"))];
  const path = (index: number) => join(repositoryRoot, `mistake-${index}.ts`);
  const written = codes.flatMap((code, index) => (code === undefined ? [] : [{ path: path(index), code }]));
  const refused = compileAll(written, compilerOptions());
  const outcomes: Outcome[] = [];
  for (const [index, code] of codes.entries()) {
    outcomes.push(await outcomeOf(code, refused.get(path(index)), () => run(code ?? "", folder, index)));
  }
  return outcomes;
}

/** Compiles, then runs, one after the other. The first outcome of a list is that of the sound source: it is missed. */
export async function outcomeOf(
  code: string | undefined,
  refused: string | undefined,
  run: () => Promise<string | undefined>,
): Promise<Outcome> {
  if (code === undefined) return { kind: "impossible" };
  if (refused !== undefined) return { kind: "compile", told: refused };
  const failed = await run();
  return failed === undefined ? { kind: "missed" } : { kind: "synth", told: failed };
}
