import ts from "typescript";

/** A module that is not on disk. */
export interface Source {
  /** Absolute; it decides what its imports find. */
  readonly path: string;
  readonly code: string;
}

function virtualHost(sources: ReadonlyMap<string, string>, options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => sources.has(path) || fileExists(path);
  host.readFile = (path) => sources.get(path) ?? readFile(path);
  host.getSourceFile = (path, language, ...rest) => {
    const code = sources.get(path);
    return code === undefined
      ? getSourceFile(path, language, ...rest)
      : ts.createSourceFile(path, code, language, true);
  };
  return host;
}

/** Type-checks all in one program. @returns for each path the first thing that is wrong, with its line */
export function compileAll(
  sources: readonly Source[],
  options: ts.CompilerOptions,
): ReadonlyMap<string, string | undefined> {
  const codes = new Map(sources.map(({ path, code }) => [path, code]));
  const program = ts.createProgram([...codes.keys()], options, virtualHost(codes, options));
  const firstProblem = (path: string) => {
    const source = program.getSourceFile(path);
    const [found] = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    const line = (source?.getLineAndCharacterOfPosition(found?.start ?? 0).line ?? 0) + 1;
    return found && `line ${line}: ${ts.flattenDiagnosticMessageText(found.messageText, " ")}`;
  };
  return new Map([...codes.keys()].map((path) => [path, firstProblem(path)]));
}
