import { join } from "node:path";
import ts from "typescript";
import { outcomeOf } from "./attempt-tidegate.ts";
import { compileAll } from "./compile-all.ts";
import type { Mistake, Tool } from "./mistake.ts";
import type { Outcome } from "./outcome.ts";
import { runSource } from "./run-source.ts";
import { soundSource, sourceWith } from "./sound-source.ts";

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  types: ["node"],
};

/**
 * What a peer says of the sound source, and then of each mistake.
 * @param folder where the peers are installed
 */
export async function attemptPeer(
  tool: Exclude<Tool, "tidegate">,
  mistakes: readonly Mistake[],
  folder: string,
): Promise<readonly Outcome[]> {
  const codes = [soundSource(tool), ...mistakes.map((mistake) => sourceWith(mistake, tool))];
  const path = (index: number) => join(folder, tool, `${index}.mts`);
  const written = codes.flatMap((code, index) => (code === undefined ? [] : [{ path: path(index), code }]));
  const refused = compileAll(written, { ...options, typeRoots: [join(folder, "node_modules/@types")] });
  return Promise.all(
    codes.map((code, index) =>
      outcomeOf(code, refused.get(path(index)), () => runSource({ path: path(index), code: code ?? "" })),
    ),
  );
}
